// A form with a file says how far it is. Without this script the browser sends it as it sends any form.
const { initAll } = await import(document.getElementById('govuk-frontend').href)

function send (form, button, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', form.action)
    request.responseType = 'document'
    request.upload.onprogress = (event) => progress(Math.floor(100 * event.loaded / event.total))
    request.onload = () => request.response?.querySelector('main') ? resolve(request) : reject(new Error())
    request.onerror = reject
    request.send(new FormData(form, button))
  })
}

// What came stands in the page's place, as if the browser had sent the form: messages, errors and all.
function show ({ response, responseURL }) {
  history.replaceState(null, '', responseURL)
  document.title = response.title
  document.body.replaceWith(document.adoptNode(response.body))
  document.body.classList.add('js-enabled', 'govuk-frontend-supported')
  initAll()
  window.scrollTo(0, 0)
  const main = document.querySelector('main')
  if (!main.querySelector('.govuk-error-summary')) {
    main.setAttribute('tabindex', '-1')
    main.focus()
  }
}

document.addEventListener('submit', async (event) => {
  const form = event.target
  const status = form.querySelector('[data-uploading]')
  const chosen = [...form.querySelectorAll('input[type=file]')].flatMap((each) => [...each.files])
  if (!status || !chosen.length) return
  event.preventDefault()
  const button = event.submitter
  if (chosen.some((file) => file.size > 20000000)) {
    status.textContent = status.dataset.tooLarge
    return
  }
  if (form.dataset.busy) return
  form.dataset.busy = 'yes'
  try {
    show(await send(form, button, (percent) => {
      status.textContent = percent < 100 ? `${status.dataset.uploading} ${percent} %` : status.dataset.looking
    }))
  } catch {
    status.textContent = status.dataset.failed
  }
  delete form.dataset.busy
}, true)
