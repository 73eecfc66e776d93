// Proofs of receipt, verified without any of our code: from docs/promises.md, RFC 9162 and C2SP signed-note, with what
// Node brings. Reads {"keys": […], "proofs": […]} and says of each proof what is wrong with it, or that it holds.

import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const asked = JSON.parse(readFileSync(0))
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const keyFrom = (raw) => createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })

// A published key: name, four bytes of hash, then 0x01 and the key.
function readKey (line) {
  const [name, hashed, encoded] = line.split('+')
  const typed = Buffer.from(line.slice(name.length + hashed.length + 2), 'base64')
  const hash = sha256(`${name}\n`, typed).subarray(0, 4)
  if (!encoded || typed[0] !== 1 || hash.toString('hex') !== hashed) throw new Error('key')
  return { name, hash, raw: typed.subarray(1), key: keyFrom(typed.subarray(1)) }
}

function root (leaf, index, size, path) {
  // RFC 9162 2.1.3.2, word by word.
  let fn = index
  let sn = size - 1
  let r = sha256(Buffer.from([0]), leaf)
  for (const p of path) {
    if (sn === 0) throw new Error('path')
    if (fn % 2 === 1 || fn === sn) {
      r = sha256(Buffer.from([1]), p, r)
      while (fn % 2 === 0 && fn !== 0) { fn >>= 1; sn >>= 1 }
    } else {
      r = sha256(Buffer.from([1]), r, p)
    }
    fn >>= 1
    sn >>= 1
  }
  if (sn !== 0) throw new Error('path')
  return r
}

function readCheckpoint (note, log) {
  const end = note.lastIndexOf('\n\n') + 1
  const [origin, size, hash] = note.slice(0, end).split('\n')
  const [dash, name, signature] = note.slice(end + 1).trimEnd().split(' ')
  const bytes = Buffer.from(signature, 'base64')
  if (dash !== '—' || name !== log.name || origin !== log.name) throw new Error('checkpoint')
  if (!bytes.subarray(0, 4).equals(log.hash)) throw new Error('checkpoint')
  if (!verify(null, note.slice(0, end), log.key, bytes.subarray(4))) throw new Error('checkpoint')
  return { size: Number(size), root: Buffer.from(hash, 'base64') }
}

function check (proof) {
  const { envelope_hash: envelope, hour, key, leaf, signature } = proof.promise
  const signer = keys.find((one) => one.name.endsWith('/promise') && sha256(one.raw).toString('hex').startsWith(key))
  if (!signer || key.length !== 16) throw new Error('promise.key')
  const signed = `{"envelope_hash":"${envelope}","format":"alongside-promise-1","hour":"${hour}","key":"${key}","leaf":"${leaf}"}`
  if (!verify(null, signed, signer.key, Buffer.from(signature, 'hex'))) throw new Error('promise')
  const committed = sha256(Buffer.from(proof.nonce, 'hex'), Buffer.from(envelope, 'hex'))
  if (committed.toString('hex') !== leaf) throw new Error('nonce')
  if (proof.log === null) return
  const checkpoint = readCheckpoint(proof.log.checkpoint, keys.find((one) => one.name.endsWith('/promises')))
  if (!(proof.log.index >= 0 && proof.log.index < checkpoint.size)) throw new Error('index')
  const path = proof.log.path.map((step) => Buffer.from(step, 'base64'))
  if (!root(committed, proof.log.index, checkpoint.size, path).equals(checkpoint.root)) throw new Error('path')
}

const keys = asked.keys.map(readKey)
const found = asked.proofs.map((proof) => {
  try {
    check(proof)
    return 'holds'
  } catch (wrong) {
    return wrong.message
  }
})
process.stdout.write(JSON.stringify(found))
