// Back after “Exit this page” leads out again. Nothing is stored: the browser's own entry of the page that was left is
// marked, in its memory, and goes with the tab. Read before the page is drawn, so that nothing of it shows.
if (history.state?.left) {
  document.documentElement.hidden = true
  location.replace(history.state.left)
}

document.addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector('.govuk-exit-this-page__button')
  if (!button) return
  // GOV.UK's component covers the page when the button or Shift three times asks for it, and then leaves.
  new MutationObserver(() => {
    if (document.body.classList.contains('govuk-exit-this-page-hide-content')) {
      history.replaceState({ left: button.href }, '')
    }
  }).observe(document.body, { attributeFilter: ['class'] })
})

addEventListener('pageshow', (event) => {
  if (event.persisted && history.state?.left) location.replace(history.state.left)
})
