// Pages work without this; it adds what a script can make easier.
const { initAll } = await import(document.getElementById('govuk-frontend').href)

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// What htmx swaps in has components of its own.
document.addEventListener('htmx:load', (event) => initAll({ scope: event.detail.elt }))

// A form that was sent is not sent again by an impatient second press.
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || event.target.hasAttribute('data-may-repeat')) return
  if (event.target.dataset.sent) event.preventDefault()
  event.target.dataset.sent = 'yes'
  setTimeout(() => delete event.target.dataset.sent, 3000)
})

// Paper shows what is folded, in browsers whose style sheet cannot say so.
const folded = () => document.querySelectorAll('details:not([open])')
addEventListener('beforeprint', () => folded().forEach((each) => each.setAttribute('open', 'printing')))
addEventListener('afterprint', () => document.querySelectorAll('details[open=printing]').forEach((each) => each.removeAttribute('open')))
