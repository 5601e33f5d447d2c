/**
 * What our libraries and pages use and Chrome 87 or Safari 15.0 does not have. Syntax is lowered by the build;
 * these are the missing functions. `randomUUID` is also absent on any page that is not served securely.
 */
function at<T>(this: ArrayLike<T>, index: number): T | undefined {
  const i = Math.trunc(index) || 0
  return this[i < 0 ? this.length + i : i]
}

for (const prototype of [Array.prototype, String.prototype]) {
  if (!('at' in prototype)) {
    Object.defineProperty(prototype, 'at', { value: at, writable: true, configurable: true })
  }
}

if (!('hasOwn' in (Object as object))) {
  Object.defineProperty(Object, 'hasOwn', {
    value: (target: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(target, key),
    writable: true,
    configurable: true,
  })
}

if (!('randomUUID' in (crypto as object))) {
  Object.defineProperty(crypto as Crypto, 'randomUUID', {
    value: () => {
      const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16))
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
  })
}

export {}
