// Follows an event: new entries are added at the end, so that neither the text being read nor the focus moves.
// The page is whole without this. Every word shown here comes from the page, where it was translated.

const follow = document.getElementById('live-follow')
const say = follow.dataset
const entries = document.getElementById('live-entries')
const state = document.getElementById('live-state')
const count = document.getElementById('live-count')
const jump = document.getElementById('live-jump')
const pause = document.getElementById('live-pause')
const title = document.title

let offset = say.offset
let source = null
let paused = false
let waiting = []
let unseen = []
let tries = 0

const seen = new IntersectionObserver((found) => {
  for (const one of found) if (one.isIntersecting) forget(one.target)
}, { threshold: 0.5 })

function connect () {
  const address = new URL(say.stream)
  address.searchParams.set('offset', offset)
  address.searchParams.set('live', 'sse')
  source = new EventSource(address)
  source.addEventListener('open', () => { tries = 0; tell() })
  source.addEventListener('data', (event) => receive(JSON.parse(event.data)))
  source.addEventListener('control', (event) => place(JSON.parse(event.data)))
  source.addEventListener('error', lost)
}

// A browser comes back by itself where it can; where it gives up, we come back from the last offset we have.
function lost () {
  state.textContent = say.lost
  if (source.readyState !== EventSource.CLOSED) return
  const patience = Math.min(30, 2 ** tries++) * 1000 * (0.5 + Math.random())
  setTimeout(connect, patience)
}

function place (control) {
  offset = control.streamNextOffset
  if (!control.streamClosed) return
  source.close()
  state.textContent = say.ended
  pause.hidden = true
  resume()
}

function receive (batch) {
  waiting.push(...batch)
  if (!paused) show()
  counted()
}

function show () {
  for (const entry of waiting.splice(0)) {
    if (document.getElementById(`entry-${entry.number}`)) continue
    const holder = document.createElement('template')
    holder.innerHTML = entry.html
    const added = holder.content.firstElementChild
    entries.append(added)
    unseen.push(added)
    // Long answers never show half of themselves on a small screen, so their heading is what counts.
    seen.observe(added.querySelector('h3') ?? added)
  }
  document.getElementById('live-none').hidden = entries.childElementCount > 0
}

function forget (heading) {
  seen.unobserve(heading)
  unseen = unseen.filter((entry) => !entry.contains(heading))
  counted()
}

function counted () {
  const number = unseen.length + waiting.length
  const words = number === 1 ? say.one : say.other.replace('%{count}', number)
  if (number) count.textContent = words
  jump.textContent = words
  jump.hidden = number === 0
  document.title = number ? `(${number}) ${title}` : title
}

function resume () {
  paused = false
  show()
  tell()
  counted()
}

function tell () {
  if (source.readyState === EventSource.OPEN) state.textContent = paused ? say.paused : say.following
  pause.textContent = paused ? say.resume : say.pause
}

pause.addEventListener('click', () => {
  if (paused) return resume()
  paused = true
  tell()
})

// Only who asks for it is taken to what is new.
jump.addEventListener('click', (event) => {
  event.preventDefault()
  resume()
  const first = unseen[0]
  unseen = []
  counted()
  first?.focus()
})

follow.hidden = false
document.getElementById('live-still').hidden = true
connect()
