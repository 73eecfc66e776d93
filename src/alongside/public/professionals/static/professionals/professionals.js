// The form works without this. With it the browser's Back goes from page to page without asking to send a form again, and
// a page that is come back to knows all that was written since. What was written stays in this page, nowhere else.
const { initAll } = await import(document.getElementById('govuk-frontend').href)
const form = () => document.getElementById('professional-form')
const step = () => form().elements.step.value

async function post (data) {
  const answer = await fetch(form().action, { method: 'POST', body: new URLSearchParams(data), cache: 'no-store' })
  const kind = answer.headers.get('Content-Type') || ''
  if (!kind.startsWith('text/html')) throw new TypeError(kind)
  return new DOMParser().parseFromString(await answer.text(), 'text/html')
}

function show (page) {
  document.title = page.title
  const main = document.adoptNode(page.querySelector('main'))
  document.querySelector('main').replaceWith(main)
  initAll({ scope: main })
  // What a page brings runs anew for it (concerns/work.js); a module of the same address would run once.
  main.querySelectorAll('script[src]').forEach((one) => import(`${one.src}?${Date.now()}`))
  const first = main.querySelector('.govuk-error-summary') || main.querySelector('h1') || main
  first.setAttribute('tabindex', '-1')
  first.focus({ preventScroll: true })
  scrollTo(0, 0)
}

async function go (data, then) {
  try {
    show(await post(data))
    then()
  } catch {
    const said = document.createElement('p')
    said.className = 'govuk-error-message'
    said.setAttribute('role', 'alert')
    said.textContent = form().dataset.failed
    form().append(said)
  }
}

const downloads = (button) => button.value === 'save' || button.value.startsWith('copy-')

document.addEventListener('submit', (event) => {
  const button = event.submitter
  if (event.target !== form() || !button || downloads(button) || button.hasAttribute('formaction')) return
  event.preventDefault()
  const data = new FormData(form())
  data.append('go', button.value)
  const from = step()
  go(data, () => { if (step() !== from) history.pushState({ step: step() }, '') })
}, true)

addEventListener('popstate', (event) => {
  // A link within the page has no step; and what was sent is not gone back over: the receipt is shown once.
  if (!event.state || event.state.step === step() || step() === 'sent') return
  const data = new FormData(form())
  data.append('go', `open-${event.state.step}`)
  go(data, () => {})
})

history.replaceState({ step: step() }, '')
