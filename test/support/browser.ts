import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A real Chromium: Debian's, or the one that CHROMIUM names. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined) throw new Error('There is no Chromium: apt-get install chromium, or set CHROMIUM.');
  return chromium.launch({ executablePath, args: QUIET });
}

export interface Watched {
  readonly page: Page;
  /** What the page complained of on its console. */
  readonly complaints: readonly string[];
}

/** A page that remembers every complaint on its console. */
export async function openPage(browser: Browser, url: string, size = { width: 1440, height: 900 }): Promise<Watched> {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
  const complaints: string[] = [];
  page.on('console', (line) => void (['error', 'warning'].includes(line.type()) && complaints.push(line.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
  await page.goto(url);
  await page.getByRole('textbox', { name: /message/i }).waitFor();
  return { page, complaints };
}

/** Everything that axe-core finds fault with in what is on the screen, each in one line. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    interface Violation {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}

const README_PICTURES = ['compose', 'review', 'card', 'list-review', 'list-card'];

/** Keeps a picture as an artefact of the run; with UPDATE_PICTURES the README's own are replaced too. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync('artifacts', { recursive: true });
  await page.screenshot({ path: `artifacts/${name}.png` });
  if (process.env['UPDATE_PICTURES'] === undefined || !README_PICTURES.includes(name)) return;
  mkdirSync('docs/images', { recursive: true });
  await page.screenshot({ path: `docs/images/${name}.png` });
}
