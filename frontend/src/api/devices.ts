import type { Client } from 'openapi-fetch'
import { api } from './client'
import type { Problem } from './problem'

/** A tablet as the office knows it. Numbers of an office begin with 1: temporary numbers are `T-<no>-<seq>`. */
export interface Device {
  id: string
  no: number
  label: string
  serial: string
  accountId: string
  accountName: string
  state: 'PENDING' | 'APPROVED' | 'ACTIVE' | 'REVOKED' | 'WIPED'
  requestedAt: string
  approvedAt?: string
  activatedAt?: string
  lastSeenAt?: string
  skewMs?: number
  unsent?: number
  oldestUnsentAt?: string
  revokedAt?: string
  revokeReason?: string
  uploadUntil?: string
  wipedAt?: string
  version: number
}

export interface RevokeDevice {
  reason: string
  /** Hours in which it may still hand in what it holds: 0 to 72. */
  uploadHours: number
}

interface Answer<T> {
  headers: Record<string, unknown>
  content: { 'application/json': T }
}

interface Refusal {
  headers: Record<string, unknown>
  content: { 'application/problem+json': Problem }
}

interface Step<Body> {
  parameters: {
    path: { id: string }
    header: { 'Idempotency-Key': string; 'If-Match': string }
  }
  requestBody: Body extends never ? never : { content: { 'application/json': Body } }
  responses: { 200: Answer<Device>; default: Refusal }
}

interface List {
  parameters: { query?: never }
  responses: { 200: Answer<{ items: Device[] }>; default: Refusal }
}

/** The operations of tablets, in the shape of the generated schema. */
export interface DevicePaths {
  '/api/v1/devices': { get: List }
  '/api/v1/me/devices': { get: List }
  '/api/v1/devices/{id}/approve': { post: Omit<Step<never>, 'requestBody'> & { requestBody?: never } }
  '/api/v1/devices/{id}/revoke': { post: Step<RevokeDevice> }
}

/** The same client; only its list of operations is another. */
export const devicesApi = api as unknown as Client<DevicePaths>
