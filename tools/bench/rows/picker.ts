import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench, Row } from '../bench.ts';
import { startBot } from '../contestants.ts';
import { createLoad } from '../load.ts';
import { atMost, type Result } from '../result.ts';
import { optionLoad } from '../slack-requests.ts';
import { median, percentile, spreadOf } from '../statistics.ts';

const QUERIES = ['', 'boo', 'booking', 'order upd', 'template_17', 'confirmed', 'zzzz', 'bokking'];
const SIZES = [200, 2_000, 20_000];

/** What the template picker asks while a person types, with few and with very many templates. */
export const pickerRow: Row = async (bench) => {
  const taken: (readonly number[])[] = [];
  for (const size of SIZES) taken.push(await pickFrom(bench, size));
  const [fewest = []] = taken;
  return SIZES.map((size, index): Result => {
    const times = taken[index] ?? [];
    const growth = median(times) / median(fewest);
    const p95 = percentile(times, 0.95);
    const isFirst = index === 0;
    return {
      row: 'picker',
      work: `option load, ${size.toLocaleString('en')} templates, p50 (p95 ${p95.toFixed(1)} ms)`,
      ours: { name: 'bot', value: median(times), unit: 'ms' },
      against: isFirst ? undefined : { name: '200 templates', value: median(fewest), unit: 'ms' },
      ratio: isFirst ? undefined : spreadOf([growth]),
      goal: atMost(p95, 50, 'p95 < 50 ms'),
    };
  });
};

async function pickFrom(bench: Bench, size: number): Promise<readonly number[]> {
  const file = join(bench.folder, `templates-${size}.yml`);
  await writeFile(file, templatesFile(size));
  const database = await bench.databases.create('sqlite');
  const bot = await startBot({ ...bench, databaseUrl: database.url, environment: { TEMPLATES_FILE: file } });
  const load = createLoad(bot.origin, 1);
  const times: number[] = [];
  const rounds = bench.size === 'ci' ? 10 : 40;
  for (let round = -2; round < rounds; round += 1) {
    for (const query of QUERIES) {
      const { ms } = await load.post(optionLoad(query));
      if (round >= 0) times.push(ms);
    }
  }
  await load.close();
  await bot.stop();
  await database.remove();
  return times;
}

function templatesFile(size: number): string {
  const subjects = ['booking', 'order', 'payment', 'delivery', 'reminder'];
  const entries = Array.from({ length: size }, (_, index) => {
    const subject = subjects[index % subjects.length];
    return `  - {name: ${subject}_template_${index}, language: en, category: UTILITY, components: [{type: BODY, text: "Hello {{1}}, your ${subject} {{2}} is confirmed.", example: {body_text: [[Asha, BK-77]]}}]}`;
  });
  return `templates:\n${entries.join('\n')}\n`;
}
