import { diagnoseDevice } from '#server/diagnosis/diagnose-device.ts';
import type { Finder } from './report.ts';

const FIRST_SHARE = 24 / 25;
/** One in 200. */
const FALSE_SHARE = 1 / 200;

/** "No data?" of every device. */
export const doctorFinds: Finder = {
  name: 'No data?',
  find: async ({ clinic, ill, healthy }) => {
    const lines: string[] = [];
    const times: number[] = [];
    const causesOf = async (id: string, actor = clinic.actor) => {
      const began = performance.now();
      const { findings } = await diagnoseDevice(actor, { id }, { now: () => clinic.now });
      times.push(performance.now() - began);
      return findings.map(({ cause }) => cause);
    };
    let first = 0;
    let missed = 0;
    for (const { id, name, cause, actor } of ill) {
      const causes = await causesOf(id, actor);
      if (causes[0] === cause) first++;
      else
        lines.push(
          `${name}: ${cause} is ${causes.includes(cause) ? 'told' : 'MISSED'}, first is ${causes[0] ?? 'nothing'}`,
        );
      if (!causes.includes(cause)) missed++;
    }
    let wrong = 0;
    for (const id of healthy) {
      const causes = await causesOf(id);
      if (causes.length === 0) continue;
      wrong++;
      lines.push(`healthy: ${causes.join(', ')}`);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
    lines.unshift(
      `planted ${ill.length}: found ${ill.length - missed}, first ${first}, missed ${missed}`,
      `false on ${wrong} of ${healthy.length} healthy devices`,
      `a diagnosis takes ${at(0.5)} ms, p95 ${at(0.95)} ms`,
    );
    return { lines, passed: first >= ill.length * FIRST_SHARE && wrong <= healthy.length * FALSE_SHARE };
  },
};
