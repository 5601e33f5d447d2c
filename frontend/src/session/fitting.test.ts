import { expect, it } from 'vitest'
import { fitting } from './fitting'

const widths = [80, 80, 120, 80, 100]

it('everything is shown where everything has room, without a button for the rest', () => {
  expect(fitting(widths, 460, 60, 0)).toEqual([0, 1, 2, 3, 4])
})

it('what has no room goes behind the button, which needs room itself', () => {
  expect(fitting(widths, 459, 60, 0)).toEqual([0, 1, 2, 3])
  expect(fitting(widths, 230, 60, 0)).toEqual([0, 1])
})

it('nothing after the first that has no room is shown, so that the order stays', () => {
  expect(fitting([80, 200, 80], 250, 60, 0)).toEqual([0])
})

it('the entry one is in is always seen', () => {
  expect(fitting(widths, 260, 60, 4)).toEqual([0, 4])
  expect(fitting(widths, 100, 60, 3)).toEqual([3])
})

it('on a page that is no entry the first ones are shown', () => {
  expect(fitting(widths, 230, 60, -1)).toEqual([0, 1])
})
