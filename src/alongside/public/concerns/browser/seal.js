// Seals a file before it leaves the browser, in a worker so that the page goes on. docs/envelope.md has the format: what
// stands before the file's bytes, what is bound and the sizes come from the server (sealed_files.py), which never sees
// the bytes.
import { Chacha20Poly1305 } from '@hpke/chacha20poly1305'
import { CipherSuite, HkdfSha256 } from '@hpke/core'
import { XWing } from '@hpke/hybridkem-x-wing'

const bytes = (base64) => Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))

function padded (before, file, sizes) {
  const length = before.length + file.length
  const whole = new Uint8Array(sizes.find((size) => length < size))
  whole.set(before)
  whole.set(file, before.length)
  whole[length] = 0x80
  return whole
}

async function sealed (file, { before, info, public_key: key, sizes }) {
  const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() })
  const plain = padded(bytes(before), new Uint8Array(await file.arrayBuffer()), sizes)
  const recipientPublicKey = await suite.kem.deserializePublicKey(bytes(key))
  const sender = await suite.createSenderContext({ recipientPublicKey, info: bytes(info) })
  return new Blob([sender.enc, await sender.seal(plain)])
}

onmessage = async ({ data: { file, cover } }) => {
  try {
    postMessage(await sealed(file, cover))
  } catch {
    postMessage(null)
  }
}
