// While somebody reads and types, a worker searches for the number that shows some work was done (site/work.py).
// Nothing waits for it: without it the form is sent all the same.
const field = document.querySelector('input[name=work]')
const token = field?.form?.elements.token?.value

if (token && window.Worker) {
  const worker = new Worker(field.dataset.worker)
  worker.onmessage = ({ data: number }) => {
    field.value = number
    // A page that was answered in place of this one may have the same form, with its field still empty.
    document.addEventListener('submit', ({ target: { elements } }) => {
      if (elements.work && elements.token?.value === token) elements.work.value = number
    }, true)
  }
  worker.postMessage({ token, bits: Number(field.dataset.bits) })
}
