// Reads the published examples (the file that is named) and says, line by line as JSON, what it made of each.
import { readFileSync } from 'node:fs'
import * as second from './envelope.mjs'

const { hex, unhex } = second
const vectors = JSON.parse(readFileSync(process.argv[2], 'utf8'))

function receipt(vector) {
  const found = second.parsed(vector.receipt.toLowerCase().replaceAll('-', ' '))
  const seed = second.seedOf(found)
  const publicKey = second.publicOf(seed)
  return {
    ...found,
    receipt: second.shown(found.locator, found.secret),
    seed: hex(seed),
    public_key: hex(publicKey),
    token: hex(second.tokenOf(publicKey)),
    mark: hex(second.markOf(publicKey)),
  }
}

async function contents(seed, vector, info) {
  const opened = await second.opened(seed, unhex(vector.sealed), vector.kind, info)
  const read = second.read(opened)
  return { info, contents: hex(opened), again: hex(second.written(read)), kind: read.kind }
}

const envelope = (vector) =>
  contents(unhex(vector.private_seed), vector, second.envelopeInfo(vector.id, vector.kind, vector.key_id))

function reply(vector) {
  const found = second.parsed(vector.receipt)
  const seed = second.seedOf(found)
  return contents(seed, vector, second.replyInfo(vector.id, found.locator))
}

console.log(JSON.stringify({
  receipts: vectors.receipts.map(receipt),
  envelopes: await Promise.all(vectors.envelopes.map(envelope)),
  replies: await Promise.all(vectors.replies.map(reply)),
}))
