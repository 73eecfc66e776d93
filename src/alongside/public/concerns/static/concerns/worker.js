// Finds a number so that SHA-256 of "alongside-work-1 TOKEN NUMBER" begins with so many zero bits. SHA-256 (FIPS 180-4)
// is written out: the browser's own is asynchronous, and ten times slower for short messages.
const primes = []
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n)
const fraction = (root) => (root - Math.floor(root)) * 4294967296 | 0
const ROUNDS = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))
const START = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))
const schedule = new Int32Array(64)
const turned = (x, by) => (x >>> by) | (x << (32 - by))

function mix (state, bytes, at) {
  const w = schedule
  for (let i = 0; i < 16; i++, at += 4) {
    w[i] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3]
  }
  for (let i = 16; i < 64; i++) {
    const [x, y] = [w[i - 15], w[i - 2]]
    const low = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)
    const high = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10)
    w[i] = w[i - 16] + low + w[i - 7] + high | 0
  }
  let [a, b, c, d, e, f, g, h] = state
  for (let i = 0; i < 64; i++) {
    const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i] | 0
    const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c)) | 0
    h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0
  }
  const words = [a, b, c, d, e, f, g, h]
  return state.map((word, i) => word + words[i] | 0)
}

// The first word of the hash of a message of bytes; what is before `from` is in `state` already.
function firstWord (state, message, from) {
  const length = message.length
  const padded = new Uint8Array(Math.ceil((length - from + 9) / 64) * 64)
  padded.set(message.subarray(from))
  padded[length - from] = 0x80
  new DataView(padded.buffer).setUint32(padded.length - 4, length * 8)
  for (let at = 0; at < padded.length; at += 64) state = mix(state, padded, at)
  return state[0] >>> 0
}

onmessage = ({ data: { token, bits } }) => {
  const begins = new TextEncoder().encode(`alongside-work-1 ${token} `)
  const whole = Math.floor(begins.length / 64) * 64
  let known = START
  for (let at = 0; at < whole; at += 64) known = mix(known, begins, at)
  for (let number = 0; ; number++) {
    const digits = new TextEncoder().encode(String(number))
    const message = new Uint8Array(begins.length + digits.length)
    message.set(begins)
    message.set(digits, begins.length)
    if (firstWord(known, message, whole) >>> (32 - bits) === 0) {
      postMessage(String(number))
      return close()
    }
  }
}
