import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fit, renamed, shrink } from './photo'

describe('fit', () => {
  it('makes the longest side 1600 and keeps the shape', () => {
    expect(fit(4000, 3000)).toEqual({ width: 1600, height: 1200 })
    expect(fit(3000, 4000)).toEqual({ width: 1200, height: 1600 })
  })

  it('never makes a picture larger, nor a side vanish', () => {
    expect(fit(640, 480)).toEqual({ width: 640, height: 480 })
    expect(fit(100_000, 3)).toEqual({ width: 1600, height: 1 })
  })
})

describe('renamed', () => {
  it('keeps the stem and takes the new extension', () => {
    expect(renamed('IMG_2931.HEIC', 'webp')).toBe('IMG_2931.webp')
    expect(renamed('现场 照片', 'jpg')).toBe('现场 照片.jpg')
  })

  it('has no sign in it that a file name may not have', () => {
    expect(renamed('../../a:b\u202egpj.exe', 'webp')).toBe('.. .. a b gpj.webp')
    expect(renamed('.jpg', 'webp')).toBe('照片.webp')
  })
})

describe('shrink', () => {
  const drawn: unknown[][] = []
  let writesWebp = true
  const close = vi.fn()

  beforeEach(() => {
    drawn.length = 0
    vi.stubGlobal(
      'createImageBitmap',
      vi.fn(async () => ({ width: 4000, height: 3000, close })),
    )
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({
      fillRect: () => undefined,
      drawImage: (...all: unknown[]) => drawn.push(all.slice(1)),
    } as never)
    vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((done, type) => {
      const written = type === 'image/webp' && !writesWebp ? 'image/png' : (type ?? 'image/png')
      done(new Blob(['x'], { type: written }))
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  const photo = new File(['original with a place in it'], 'IMG_1.jpg', {
    type: 'image/jpeg',
    lastModified: 1_772_000_000_000,
  })

  it('draws the photo anew, upright and small, and lets the original go', async () => {
    writesWebp = true
    const picture = await shrink(photo)
    expect(createImageBitmap).toHaveBeenCalledWith(photo, { imageOrientation: 'from-image' })
    expect(drawn).toEqual([[0, 0, 1600, 1200]])
    expect(picture).toMatchObject({
      name: 'IMG_1.webp',
      width: 1600,
      height: 1200,
      takenAt: '2026-02-25T06:13:20.000Z',
    })
    expect(picture.blob.type).toBe('image/webp')
    expect(close).toHaveBeenCalled()
  })

  it('writes a JPEG where WebP cannot be written', async () => {
    writesWebp = false
    const picture = await shrink(photo)
    expect([picture.blob.type, picture.name]).toEqual(['image/jpeg', 'IMG_1.jpg'])
  })
})
