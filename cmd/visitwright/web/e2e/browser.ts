import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Starts Debian's Chromium; with a sound file, that file is the microphone. */
export async function startBrowser(options: { microphone?: string; profile?: string; baseURL: string }): Promise<BrowserContext> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((p) => existsSync(p))
  if (!executablePath) throw new Error('No Chromium here. Run make setup.')
  return chromium.launchPersistentContext(options.profile ?? mkdtempSync(join(tmpdir(), 'visitwright-browser-')), {
    executablePath, headless: true, baseURL: options.baseURL, viewport: { width: 1440, height: 900 }, locale: 'en-US', acceptDownloads: false,
    permissions: options.microphone ? ['microphone'] : [],
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required',
      ...(options.microphone ? ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-audio-capture=${options.microphone}`] : []),
    ],
  })
}
