// The envelope format, written a second time from docs/envelope.md alone: other language, other libraries.
// Nothing here is served; tests/commons/test_second_implementation.py runs it beside ours.
import { x25519 } from '@noble/curves/ed25519.js'
import { argon2id } from '@noble/hashes/argon2.js'
import { expand } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { shake256 } from '@noble/hashes/sha3.js'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import { AEAD_ChaCha20Poly1305, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } from '@panva/hpke-noble'
import { CipherSuite } from 'hpke'

const suite = new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_ChaCha20Poly1305)
const ENCAPSULATED = 1120
const BUCKETS = [4096, 16384, 65536, 131072]
const PART_BUCKETS = [65536, 262144, 1048576, 4194304, 8388608, 20971520]
const bucketsOf = { part: PART_BUCKETS, identity: [65536] }
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const utf8 = (text) => new TextEncoder().encode(text)
export const hex = (bytes) => Buffer.from(bytes).toString('hex')
export const unhex = (text) => new Uint8Array(Buffer.from(text, 'hex'))
const joined = (...parts) => new Uint8Array(Buffer.concat(parts))

// Contents

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
}

export function written({ kind, said, bytes }) {
  const header = utf8(canonical({ kind, said, version: 1 }))
  if (kind !== 'part') return header
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, header.length)
  return joined(length, header, bytes)
}

export function read(contents) {
  if (contents[0] === 0x7b) return cover(contents)
  const end = 4 + new DataView(contents.buffer, contents.byteOffset).getUint32(0)
  return { ...cover(contents.subarray(4, end)), bytes: contents.slice(end) }
}

function cover(header) {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(header)
  const { kind, said, version } = JSON.parse(text)
  if (version !== 1) throw new Error('another version')
  if (canonical({ kind, said, version }) !== text) throw new Error('not canonical')
  return { kind, said }
}

// Padding

export function padded(contents, kind) {
  const size = (bucketsOf[kind] ?? BUCKETS).find((each) => contents.length < each)
  const whole = new Uint8Array(size)
  whole.set(contents)
  whole[contents.length] = 0x80
  return whole
}

export function unpadded(data, kind) {
  let end = data.length - 1
  while (data[end] === 0) end--
  const contents = data.slice(0, end)
  if (data[end] !== 0x80 || padded(contents, kind).length !== data.length) throw new Error('not padded as it should be')
  return contents
}

// Sealing

export const envelopeInfo = (id, kind, key) => canonical({ envelope: id, format: 'alongside-envelope-1', key, kind })
export const replyInfo = (id, locator) => canonical({ format: 'alongside-reply-1', locator, reply: id })

export async function sealed(publicKey, contents, kind, info) {
  const key = await suite.DeserializePublicKey(publicKey)
  const { encapsulatedSecret, ciphertext } = await suite.Seal(key, padded(contents, kind), { info: utf8(info) })
  return joined(encapsulatedSecret, ciphertext)
}

export async function opened(seed, data, kind, info) {
  const key = await suite.DeserializePrivateKey(seed, true)
  const plain = await suite.Open(key, data.slice(0, ENCAPSULATED), data.slice(ENCAPSULATED), { info: utf8(info) })
  return unpadded(plain, kind)
}

export function publicOf(seed) {
  const expanded = shake256(seed, { dkLen: 96 })
  return joined(ml_kem768.keygen(expanded.slice(0, 64)).publicKey, x25519.getPublicKey(expanded.slice(64)))
}

// Receipts

// GF(32) modulo x^5 + x^2 + 1, by long multiplication.
function times(one, other) {
  let product = 0
  for (let bit = 0; bit < 5; bit++) if (other & (1 << bit)) product ^= one << bit
  for (let bit = 8; bit >= 5; bit--) if (product & (1 << bit)) product ^= 0b100101 << (bit - 5)
  return product
}

function sums(text) {
  let [sum, weighted, power] = [0, 0, 1]
  for (const character of [...text].reverse()) {
    const value = ALPHABET.indexOf(character)
    sum ^= value
    weighted ^= times(value, power)
    power = times(power, 2)
  }
  return [sum, weighted]
}

const isReceipt = (text) => text.length === 24 && sums(text).every((sum) => sum === 0)

// The check characters are searched for, not worked out: a way of its own to the same two.
export function shown(locator, secret) {
  for (const one of ALPHABET) {
    for (const other of ALPHABET) {
      const text = locator + one + other + secret
      if (isReceipt(text)) return text.match(/.{4}/g).join('-')
    }
  }
  throw new Error('no check characters')
}

export function parsed(typed) {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  if (!isReceipt(text)) throw new Error('no receipt')
  return { locator: text.slice(0, 6), secret: text.slice(8) }
}

// The places (from 0) at which one other character would make it a receipt.
export function mistyped(text) {
  const places = []
  for (let at = 0; at < text.length; at++) {
    const others = [...ALPHABET].filter((one) => isReceipt(text.slice(0, at) + one + text.slice(at + 1)))
    if (others.length) places.push(at)
  }
  return places
}

export function seedOf({ locator, secret }) {
  const salt = sha256(utf8(`alongside-receipt-1 salt ${locator}`)).slice(0, 16)
  const stretched = argon2id(utf8(secret), salt, { t: 2, m: 19 * 1024, p: 1, dkLen: 32 })
  return expand(sha256, stretched, utf8('alongside-receipt-1 reply key'), 32)
}

export const tokenOf = (publicKey) => sha256(joined(utf8('alongside-receipt-1 token '), publicKey))
export const markOf = (publicKey) => sha256(tokenOf(publicKey))
