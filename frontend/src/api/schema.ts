/**
 * The operations the shell itself uses, until `npm run schema` writes this file from `../openapi/openapi.json`.
 */
export interface paths {
  '/api/v1/me': { get: { responses: { 200: { content: { 'application/json': Me } } } } }
  '/api/v1/auth/login': {
    post: {
      requestBody: { content: { 'application/json': LoginRequest } }
      responses: { 204: { content?: never } }
    }
  }
  '/api/v1/auth/logout': { post: { responses: { 204: { content?: never } } } }
  '/api/v1/me/tasks': { get: { responses: { 200: { content: { 'application/json': TaskPage } } } } }
}

export interface LoginRequest {
  username: string
  password: string
  totp?: string
}

export interface Me {
  account: { id: string; name: string; username: string }
  roles: string[]
  office: { id: string; name: string }
  org: { id: string; name: string; kind: string }
  permissions: string[]
  csrf?: string
}

export interface TaskPage {
  items: Task[]
  nextCursor?: string | null
}

export interface Task {
  id: string
  title: string
  caseId?: string | null
  caseNumber?: string | null
  dueOn?: string | null
  basis?: string | null
}
