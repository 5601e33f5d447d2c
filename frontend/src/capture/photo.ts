/** The longest side a photo keeps: what is written on a signed paper can still be read. */
export const LONG_SIDE = 1600

/** A photo as it is kept: smaller, upright, and without what the camera wrote into it (place, device, time). */
export interface Picture {
  blob: Blob
  name: string
  width: number
  height: number
  /** When it was taken, as far as the device says. */
  takenAt: string
}

/** The size a picture is drawn in: never larger than it is. */
export function fit(width: number, height: number, longest = LONG_SIDE): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height, 1))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** `IMG_2931.HEIC` becomes `IMG_2931.webp`; signs that no file name may have become blanks. */
export function renamed(name: string, extension: string): string {
  const stem = name
    .replace(/\.[^.]*$/, '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e/\\<>:"|?*]/g, ' ')
    .trim()
    .slice(0, 150)
  return `${stem || '照片'}.${extension}`
}

function encoded(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(`${type} cannot be written`))), type, quality)
  })
}

/**
 * Draws a photo anew. A browser that cannot write WebP (Safari) writes PNG instead without a word: then it is a JPEG.
 * Throws when the file is no picture the browser can read.
 */
export async function shrink(file: File): Promise<Picture> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  try {
    const size = fit(bitmap.width, bitmap.height)
    const canvas = document.createElement('canvas')
    canvas.width = size.width
    canvas.height = size.height
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    // JPEG knows no transparency: what shines through is paper, not soot
    context.fillStyle = '#fff'
    context.fillRect(0, 0, size.width, size.height)
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, size.width, size.height)
    let blob = await encoded(canvas, 'image/webp', 0.8)
    if (blob.type !== 'image/webp') blob = await encoded(canvas, 'image/jpeg', 0.82)
    const extension = blob.type === 'image/webp' ? 'webp' : 'jpg'
    // a canvas holds its pixels until it is made small
    canvas.width = canvas.height = 0
    return { blob, name: renamed(file.name, extension), ...size, takenAt: new Date(file.lastModified).toISOString() }
  } finally {
    bitmap.close()
  }
}
