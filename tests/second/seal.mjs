// Seals what is asked for on standard input, a list of {id, kind, key_id or locator, public_key, said, bytes}, and
// writes the sealed bytes as a list of hexadecimal text. Also says which places of {mistyped: […]} could be wrong.
import { readFileSync } from 'node:fs'
import * as second from './envelope.mjs'

const { hex, unhex } = second
const asked = JSON.parse(readFileSync(0, 'utf8'))

function sealed({ id, kind, key_id, locator, public_key, said, bytes }) {
  const contents = second.written({ kind, said, bytes: unhex(bytes ?? '') })
  const info = locator ? second.replyInfo(id, locator) : second.envelopeInfo(id, kind, key_id)
  return second.sealed(unhex(public_key), contents, kind, info)
}

console.log(JSON.stringify({
  sealed: (await Promise.all(asked.seal.map(sealed))).map(hex),
  mistyped: asked.mistyped.map(second.mistyped),
}))
