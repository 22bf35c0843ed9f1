import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, connect, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../../..')

/** The real program with a data folder of its own, behind a line that can be cut. */
export class Service {
  private process: ChildProcess | undefined
  private readonly folder = mkdtempSync(join(tmpdir(), 'visitwright-e2e-'))
  private line: Server | undefined
  private readonly open = new Set<Socket>()
  private cut = false
  private exited = false
  private port = 0
  private inner = 0
  said = ''

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    this.inner = await freePort()
    await this.listen()
    this.run()
    await this.ready(() => /\/setup\//.test(this.said))
  }

  /** kill -9, as a power cut or the system short of memory would. */
  async kill(): Promise<void> {
    const gone = new Promise((r) => this.process?.once('exit', r))
    this.process?.kill('SIGKILL')
    await gone
  }

  /** Starts the program again on the same folder and port. */
  async startAgain(): Promise<void> {
    this.exited = false
    this.run()
    await this.ready(() => true)
  }

  private run(): void {
    const program = process.env.E2E_PROGRAM ?? join(root, 'bin/visitwright')
    if (!existsSync(program)) throw new Error(`There is no ${program}. Run make build.`)
    this.process = spawn(program, ['serve'], {
      env: {
        ...Object.fromEntries(Object.entries(process.env).filter(([k]) => !k.startsWith('VISITWRIGHT_'))), VISITWRIGHT_LISTEN: `127.0.0.1:${this.inner}`, VISITWRIGHT_DATA: this.folder,
        VISITWRIGHT_PARTS: process.env.VISITWRIGHT_PARTS ?? join(root, 'bin/parts'), VISITWRIGHT_LOG_LEVEL: 'warn', DATABASE_URL: '',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.process.once('exit', () => (this.exited = true))
    const hear = (b: Buffer) => (this.said += b.toString())
    this.process.stdout?.on('data', hear)
    this.process.stderr?.on('data', hear)
  }

  /** The one-time link that the program printed. */
  get setupPath(): string {
    const path = /\/setup\/[A-Z0-9]+/.exec(this.said)?.[0]
    if (!path) throw new Error('no set-up link was printed:\n' + this.said)
    return path
  }

  /** Cuts every line to the service, and refuses new ones, until it is mended. */
  cutLine(): void {
    this.cut = true
    this.open.forEach((s) => s.destroy())
  }

  mendLine(): void {
    this.cut = false
  }

  async stop(): Promise<void> {
    this.line?.close()
    this.open.forEach((s) => s.destroy())
    if (!this.exited) {
      const gone = new Promise((r) => this.process?.once('exit', r))
      this.process?.kill('SIGTERM')
      await gone
    }
    rmSync(this.folder, { recursive: true, force: true })
  }

  private async listen(): Promise<void> {
    const line = createServer((from) => {
      if (this.cut) return void from.destroy()
      const to = connect(this.inner, '127.0.0.1')
      for (const [a, b] of [[from, to], [to, from]] as const) {
        this.open.add(a)
        a.pipe(b)
        a.on('error', () => b.destroy())
        a.on('close', () => {
          this.open.delete(a)
          b.destroy()
        })
      }
    })
    this.line = line
    await new Promise<void>((r) => line.listen(0, '127.0.0.1', r))
    const address = line.address()
    this.port = typeof address === 'object' && address ? address.port : 0
  }

  private async ready(told: () => boolean): Promise<void> {
    for (let i = 0; i < 600; i++) {
      const ok = await fetch(`${this.url}/readyz`).then((r) => r.ok, () => false)
      if (ok && told()) return
      if (this.exited) break
      await new Promise((r) => setTimeout(r, 200))
    }
    throw new Error('the service did not start:\n' + this.said)
  }
}

async function freePort(): Promise<number> {
  const s = createServer()
  await new Promise<void>((r) => s.listen(0, '127.0.0.1', r))
  const address = s.address()
  await new Promise((r) => s.close(r))
  return typeof address === 'object' && address ? address.port : 0
}
