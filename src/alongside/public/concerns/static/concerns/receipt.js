// Names a mistyped character of a receipt before anything is sent. The server does the same without this.
// Every word shown here comes from the page, where it was translated. docs/envelope.md has the code (GF(32)).

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ALIKE = { O: '0', I: '1', L: '1' }
const LENGTH = 24
const GROUP = 4
const POWERS = [1]
while (POWERS.length < 31) {
  const last = POWERS[POWERS.length - 1]
  POWERS.push((last << 1) ^ (last & 16 ? 37 : 0))
}

const times = (one, other) => one && other ? POWERS[(POWERS.indexOf(one) + POWERS.indexOf(other)) % 31] : 0

function plain (typed) {
  return typed.normalize('NFKC').toUpperCase().replace(/[\p{Zs}\p{Pd}\p{Cc}\p{Cf}]/gu, '')
    .replace(/[OIL]/g, (letter) => ALIKE[letter])
}

// What is wrong with a typed receipt, in the page's words; nothing when it is as some receipt is.
function wrong (typed, words) {
  const text = plain(typed)
  const values = [...text].map((letter) => ALPHABET.indexOf(letter))
  if (values.includes(-1)) return words.letters
  if (text.length !== LENGTH) return words.length
  let sum = 0
  let weighted = 0
  values.reverse().forEach((value, fromEnd) => {
    sum ^= value
    weighted ^= times(value, POWERS[fromEnd])
  })
  if (!sum && !weighted) return ''
  if (!sum || !weighted) return words.more
  const fromEnd = (POWERS.indexOf(weighted) - POWERS.indexOf(sum) + 31) % 31
  if (fromEnd >= LENGTH) return words.more
  const place = LENGTH - 1 - fromEnd
  return words.one.replace('{group}', Math.floor(place / GROUP) + 1).replace('{place}', place % GROUP + 1)
}

const form = document.querySelector('[data-receipt-form]')
const field = form.elements.receipt
const group = field.closest('.govuk-form-group')

function show (said) {
  let error = document.getElementById('receipt-mistyped')
  if (!error) {
    error = document.createElement('p')
    error.id = 'receipt-mistyped'
    error.className = 'govuk-error-message'
    error.setAttribute('role', 'alert')
    field.before(error)
    field.setAttribute('aria-describedby', `${field.getAttribute('aria-describedby') || ''} receipt-mistyped`.trim())
  }
  error.textContent = said
  error.hidden = !said
  group.classList.toggle('govuk-form-group--error', Boolean(said))
  field.classList.toggle('govuk-input--error', Boolean(said))
}

// Gone while it is typed right: were it to go only when the button is pressed, the button would move from under the finger.
field.addEventListener('input', () => {
  if (document.getElementById('receipt-mistyped') && !wrong(field.value, form.dataset)) show('')
})
field.addEventListener('change', () => show(field.value.trim() ? wrong(field.value, form.dataset) : ''))
form.addEventListener('submit', (event) => {
  const said = field.value.trim() ? wrong(field.value, form.dataset) : ''
  show(said)
  if (!said) return
  event.preventDefault()
  field.focus()
})
