import { expect, it } from 'vitest';
import { chaos } from './chaos.fixture.ts';
import { describeNats } from './hand-over.fixture.ts';

const PATIENCE = 240_000;

it.each([
  ['app', 'workers', 'postgres', '11'],
  ['pg', 'Postgres', 'postgres', '12'],
])(
  'kill -9 (%s) of %s loses nothing that was acknowledged',
  (kind, _, queue, seed) => survives(kind, queue, seed),
  PATIENCE,
);

it(
  'three workers that are restarted one after the other refuse nobody and lose nothing',
  () => survives('roll', 'postgres', '16', '1'),
  PATIENCE,
);

describeNats('handed over by NATS', () => {
  it.each([
    ['app', 'workers', 'nats', '14'],
    ['nats', 'servers of three', 'cluster', '15'],
  ])(
    'kill -9 (%s) of %s loses nothing that was acknowledged',
    (kind, _, queue, seed) => survives(kind, queue, seed, '1'),
    PATIENCE,
  );
});

async function survives(kind: string, queue: string, seed: string, cycles = '2'): Promise<void> {
  const dir = `.data/chaos-${kind}-${queue}`;
  const { code, text } = await chaos(
    '--kind',
    kind,
    '--queue',
    queue,
    '--cycles',
    cycles,
    '--seed',
    seed,
    '--dir',
    dir,
  );
  expect(text).toMatch(/acked [1-9]\d* +lost 0 +unexpected 0/);
  expect(code, text).toBe(0);
}

// The other mutation, async-commit, needs three kills of the server and over a minute: `npm run chaos -- --mutation async-commit`.
it(
  'the run notices early-ack',
  async () => {
    const of = ['--kind', 'both', '--mutation', 'early-ack', '--cycles', '1', '--seed', '13'];
    const { code, text } = await chaos(...of, '--dir', '.data/chaos-early-ack');
    expect(text).toMatch(/lost [1-9]/);
    expect(code, text).toBe(0);
  },
  PATIENCE,
);
