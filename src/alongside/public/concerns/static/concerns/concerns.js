// The pages work without this. It adds what a script can make easier: nothing is stored, in the browser or anywhere.
const { initAll } = await import(document.getElementById('govuk-frontend').href)
const telling = () => document.getElementById('concern-form')

function shown () {
  return [...document.querySelectorAll('.concern-steps > section')].filter((step) => step.offsetParent)
}

// A step is announced and read from its beginning, as a page would be.
function arrive () {
  const [step] = shown()
  if (!step) return
  step.setAttribute('tabindex', '-1')
  step.focus({ preventScroll: true })
  window.scrollTo(0, 0)
  document.querySelectorAll('.alongside-languages button').forEach((button) => {
    button.formAction = button.formAction.split('#')[0] + location.hash
  })
}
addEventListener('hashchange', arrive)

// Whoever leaves takes nothing with them that Back could show again.
addEventListener('pagehide', () => document.querySelector('main')?.replaceChildren())

function onward (event) {
  const typed = event.target.matches('input:not([type=file])')
  if (event.key !== 'Enter' || !typed || !telling()?.contains(event.target)) return
  event.preventDefault()
  const steps = shown()
  if (steps.length === 1) steps[0].querySelector('.concern-go a.govuk-button')?.click()
}

function post (data, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', telling().getAttribute('action'))
    request.responseType = 'document'
    request.upload.onprogress = (event) => progress?.(Math.floor(100 * event.loaded / event.total))
    request.onload = () => request.response?.querySelector('main') ? resolve(request.response) : reject(new Error())
    request.onerror = reject
    request.send(data)
  })
}

function only (names, button) {
  const data = new FormData()
  const all = new FormData(telling())
  names.forEach((name) => data.append(name, all.get(name) ?? ''))
  data.append('go', button.value)
  return data
}

const COVER = ['token', 'door', 'area_code', 'files']

// A file goes alone, with how far it is; what was typed stays where it is.
async function withFile (button) {
  const list = document.getElementById('concern-files')
  const status = list.querySelector('.concern-progress')
  const chosen = list.querySelector('input[type=file]').files[0]
  const adding = button.value === 'add'
  const sealed = list.querySelector('input[name=sealed]').value
  if (adding && chosen && chosen.size > 20000000 && !sealed) {
    status.textContent = list.dataset.tooLarge
    return
  }
  button.disabled = true
  try {
    const data = only(adding ? [...COVER, 'file', 'sealed'] : COVER, button)
    const said = (percent) => { if (adding) status.textContent = `${list.dataset.adding} ${percent} %` }
    const answer = await post(data, said)
    const fresh = answer.getElementById('concern-files')
    if (!fresh) throw new Error()
    list.replaceWith(document.adoptNode(fresh))
    document.getElementById('id_file').focus()
  } catch {
    status.textContent = list.dataset.failed
    button.disabled = false
  }
}

// Without an answer nobody knows whether it arrived. The same token makes the same receipt, so Send may be pressed again.
async function send (button) {
  const trouble = document.getElementById('concern-trouble')
  trouble.textContent = ''
  trouble.className = ''
  button.disabled = true
  try {
    const data = new FormData(telling())
    data.append('go', button.value)
    const answer = await post(data)
    document.title = answer.title
    const main = document.adoptNode(answer.querySelector('main'))
    document.querySelector('main').replaceWith(main)
    initAll({ scope: main })
    offerToPrint()
    window.scrollTo(0, 0)
  } catch {
    trouble.className = 'govuk-inset-text'
    trouble.textContent = trouble.dataset.words
    trouble.scrollIntoView()
    button.disabled = false
  }
}

function offerToPrint () {
  const offer = document.getElementById('concern-print')
  if (!offer) return
  offer.hidden = false
  offer.querySelector('button').addEventListener('click', () => print())
}

document.addEventListener('keydown', onward)
document.addEventListener('submit', (event) => {
  const button = event.submitter
  if (event.target !== telling() || !button) return
  if (button.value === 'send') {
    event.preventDefault()
    send(button)
  } else if (button.value === 'add' || button.value.startsWith('remove-')) {
    event.preventDefault()
    withFile(button)
  }
}, true)
offerToPrint()
