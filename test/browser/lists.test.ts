import { describe, expect, it } from 'vitest';
import { accessibilityFaults, keepPicture } from '../support/browser.ts';
import { useSandboxPage } from './sandbox-page.ts';

const HEADER = ['phone', "Customer's first name", 'Booking number', 'View booking', 'See a sample'];
const NAMES = ['Asha', 'Ravi Chandrasekhar', 'Jo', 'Meera', 'Vikram'];

const desk = useSandboxPage({ reportDelayMs: 150 });
const { modal, types } = desk;
const card = () => desk.page.locator('[data-ts]', { hasText: /\d+ of \d+ left/ }).last();

function rows(from: number, count: number): string[][] {
  return Array.from({ length: count }, (_, index) => {
    const at = from + index;
    const name = NAMES[at % NAMES.length] ?? '';
    return [`+91 98450 ${String(10_000 + at * 7)}`, name, `BK-${at}`, `link-${at}`, `room-${at}`];
  });
}

function sheet(separator: string, table: readonly (readonly string[])[]): string {
  return [HEADER, ...table].map((cells) => cells.join(separator)).join('\n');
}

async function opensList(): Promise<void> {
  await types('/whatsapp-send list booking_confirm');
  await modal().getByRole('button', { name: 'Review' }).waitFor();
}

async function reviews(): Promise<void> {
  await modal().getByRole('button', { name: 'Review' }).click();
  await modal()
    .getByRole('button', { name: /^Send \d+ message/ })
    .waitFor();
}

async function confirms(): Promise<void> {
  await modal()
    .getByRole('button', { name: /^Send \d+ message/ })
    .click();
  await modal().waitFor({ state: 'detached' });
}

describe('a list in the browser', () => {
  it('is pasted, reviewed row by row, and counted on one card', async () => {
    await opensList();
    await keepPicture(desk.page, 'list-form');
    expect(await accessibilityFaults(desk.page)).toEqual([]);
    await modal()
      .getByLabel('Or paste rows from a sheet')
      .fill(sheet('\t', rows(1, 5)));
    await reviews();
    await modal().getByText('Ravi Chandrasekhar').waitFor();
    await keepPicture(desk.page, 'list-review');
    await modal().getByRole('button', { name: 'Next row ›' }).click();
    await modal().getByText('Hello Jo,').waitFor();
    expect(await accessibilityFaults(desk.page)).toEqual([]);
    await confirms();

    await desk.page.getByText('5 of 5 left · 5 delivered').last().waitFor({ timeout: 20_000 });
    await keepPicture(desk.page, 'list-card');
    expect(desk.complaints).toEqual([]);
  }, 60_000);

  it('is a damaged file of 120 rows: left out by choice, begun with three rows, and stopped', async () => {
    const damaged = rows(20, 120);
    for (const [at, value] of [
      [3, '9.19845E+11'],
      [9, '98450'],
      [17, ''],
    ] as const) {
      const row = damaged[at];
      if (row !== undefined) row[0] = value;
    }
    await opensList();
    const file = { name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet(';', damaged)) };
    await modal().locator('input[type="file"]').setInputFiles(file);
    await modal().getByText('guests.csv').waitFor();
    await reviews();
    await modal().getByText('Row 5, column A (phone)').waitFor();
    await desk.page.setViewportSize({ width: 390, height: 844 });
    await keepPicture(desk.page, 'list-problems-phone');
    await desk.page.setViewportSize({ width: 1440, height: 900 });
    await keepPicture(desk.page, 'list-problems');
    await modal().getByText('Leave out 3 rows and send 117').click();
    await confirms();

    await desk.page.getByText('The first 3 rows are delivered.').last().waitFor({ timeout: 20_000 });
    await keepPicture(desk.page, 'list-first-rows');
    await card().getByRole('button', { name: 'Stop…' }).click();
    await desk.page.getByRole('button', { name: 'Stop', exact: true }).click();
    await desk.page.getByText('3 had left, 114 did not.').last().waitFor({ timeout: 20_000 });
    await keepPicture(desk.page, 'list-stopped');
    await desk.page.setViewportSize({ width: 390, height: 844 });
    await keepPicture(desk.page, 'list-stopped-phone');
    expect(desk.complaints).toEqual([]);
  }, 60_000);
});
