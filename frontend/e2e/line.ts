import { createServer, connect, type Server, type Socket } from 'node:net'

/**
 * The line between a tablet and its server: a port of its own that passes every byte on. Cut, nothing listens there
 * any more and what was under way is gone; the browser meets what it meets in a village.
 */
export class Line {
  private server: Server | null = null
  private readonly open = new Set<Socket>()
  private port = 0
  /** Commands whose answers are still to be lost. */
  private losing = 0

  constructor(private readonly target: URL) {}

  get address(): string {
    return `http://127.0.0.1:${String(this.port)}`
  }

  /** Back at the same address as before. */
  async connect(): Promise<void> {
    if (this.server) return
    const server = createServer((near) => this.carry(near))
    await new Promise<void>((ready, failed) => {
      server.once('error', failed)
      server.listen(this.port, '127.0.0.1', ready)
    })
    const bound = server.address()
    if (bound && typeof bound === 'object') this.port = bound.port
    this.server = server
  }

  async cut(): Promise<void> {
    const { server } = this
    if (!server) return
    this.server = null
    const closed = new Promise((done) => server.close(done))
    for (const socket of this.open) socket.destroy()
    await closed
  }

  /** The server gets the next commands and does them; what it answers never arrives. */
  loseAnswers(commands: number): void {
    this.losing = commands
  }

  private carry(near: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.open.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        this.open.delete(from)
        to.destroy()
      })
    }
    let lost = false
    near.on('data', (bytes: Buffer) => {
      if (this.losing > 0 && bytes.includes('POST /api/v1/mediation/')) {
        this.losing -= 1
        lost = true
      }
      far.write(bytes)
    })
    far.on('data', (bytes: Buffer) => {
      if (lost) near.destroy()
      else near.write(bytes)
    })
    near.on('end', () => far.end())
    far.on('end', () => near.end())
  }
}
