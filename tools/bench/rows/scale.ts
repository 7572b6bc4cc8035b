import type { Row } from '../bench.ts';
import { countAnswers, type Delivered, deliverByBot } from '../deliver-queue.ts';
import { atLeast, atMost, type Result } from '../result.ts';
import { interleave, median, ratiosOf } from '../statistics.ts';
import { paceOf } from './pace.ts';

/** Half of an equal share: no process stands idle while others work. */
const FAIR_SHARE = 0.5;

/** Several processes on one PostgreSQL. */
export const scaleRow: Row = async (bench) => {
  if (!bench.kinds.includes('postgres')) return [];
  const deliveries = 1_000;
  const deliver = (processes: number) => () =>
    deliverByBot(bench, 'postgres', { deliveries, recipientsPerRequest: 1, processes });
  const runs = await interleave(bench.size === 'ci' ? 1 : 3, { one: deliver(1), two: deliver(2), four: deliver(4) });
  return [
    ...resultsOf(2, runs.two, runs.one),
    ...resultsOf(4, runs.four, runs.one),
    ...(await paceOf(bench, 'postgres', { row: 'scale', processes: 2 })),
  ];
};

function resultsOf(processes: number, several: readonly Delivered[], alone: readonly Delivered[]): readonly Result[] {
  const rates = (runs: readonly Delivered[]) => runs.map(({ perSecond }) => perSecond);
  const ratio = ratiosOf(rates(several), rates(alone));
  const share = median(several.map(({ outputs }) => smallestShare(outputs.map(countAnswers))));
  const doubles = several.reduce((sum, run) => sum + run.doubles, 0);
  const work = `1,000 deliveries, 1 a request, ${processes} processes, postgres`;
  return [
    {
      row: 'scale',
      work,
      ours: { name: 'bot', value: median(rates(several)), unit: '/s' },
      against: { name: '1 process', value: median(rates(alone)), unit: '/s' },
      ratio,
      goal: undefined,
    },
    {
      row: 'scale',
      work: `${work}: smallest part, of an equal one`,
      ours: { name: 'bot', value: share, unit: '' },
      against: undefined,
      ratio: undefined,
      goal: atLeast(share, FAIR_SHARE, `≥ ${FAIR_SHARE}`),
    },
    {
      row: 'scale',
      work: `${work}: delivered twice`,
      ours: { name: 'bot', value: doubles, unit: '' },
      against: undefined,
      ratio: undefined,
      goal: atMost(doubles, 0, '0'),
    },
  ];
}

function smallestShare(parts: readonly number[]): number {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return Math.min(...parts) / (whole / parts.length);
}
