// A chosen file is sealed before it leaves the browser (browser/seal.js), and then takes the place of the one that was
// chosen, so that any form sends it as it is. Where anything fails, the file stays as it was: the server seals it.
const LARGEST = 20000000

function inWorker (address, file, cover) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(address)
    worker.onmessage = ({ data }) => { worker.terminate(); data ? resolve(data) : reject(new Error()) }
    worker.onerror = reject
    worker.postMessage({ file, cover })
  })
}

async function coverOf (address, { name, type, size }) {
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ name, type, size }) })
  if (!answer.ok) throw new Error()
  return answer.json()
}

async function seal (input) {
  const { dataset, form, files: [file] } = input
  const promise = form.elements.sealed
  promise.value = ''
  if (!file || file.size > LARGEST) return
  const status = form.querySelector('.concern-progress')
  const buttons = form.querySelectorAll('button[type=submit]')
  buttons.forEach((button) => { button.disabled = true })
  if (status) status.textContent = dataset.sealing
  try {
    const cover = await coverOf(dataset.cover, file)
    const sealed = await inWorker(dataset.worker, file, cover)
    const instead = new DataTransfer()
    instead.items.add(new File([sealed], file.name, { type: 'application/octet-stream' }))
    input.files = instead.files
    promise.value = cover.sealed
  } catch {
    promise.value = ''
  }
  buttons.forEach((button) => { button.disabled = false })
  if (status) status.textContent = ''
}

document.addEventListener('change', ({ target }) => {
  if (target.matches('input[type=file][data-worker]') && window.Worker && window.DataTransfer) seal(target)
})
