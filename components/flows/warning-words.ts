'use client';
import { useTranslations } from 'next-intl';
import type { FlowWarning } from '#server/flows/contract.ts';

export interface WarningWords {
  what: string;
  todo: string;
  /** The page that fixes it. */
  href: string;
}

type Short = keyof ReturnType<typeof shortNames>;
const shortNames = () => ({
  'no-device': 1,
  'no-decoder': 1,
  'no-destination': 1,
  'decoder-failing': 1,
  'decoder-unpublished': 1,
  'destination-paused': 1,
  'destination-suspended': 1,
  'destination-failing': 1,
  'device-deactivated': 1,
});

/** What is wrong, what to do, and where. */
export function useWarningWords(flowId: string): (warning: FlowWarning) => WarningWords {
  const what = useTranslations('flows.warning.what');
  const todo = useTranslations('flows.warning.todo');
  return (warning) => {
    const short = warning.code.replace('flows.', '') as Short;
    const line = warning.details.line ? ` (${warning.details.line})` : '';
    const values = {
      name: warning.object.name,
      devices: Number(warning.details.devices ?? 0),
      failures: Number(warning.details.failures ?? 0),
      error: `${withoutStop(warning.details.error || '–')}${line}`,
    };
    return { what: what(short, values), todo: todo(short, values), href: fixOf(flowId, short, warning) };
  };
}

/** The sentence around it has its own. */
function withoutStop(text: unknown): string {
  return String(text).replace(/\.$/, '');
}

function fixOf(flowId: string, short: Short, { object }: FlowWarning): string {
  const flow = `/manager/flows/${flowId}`;
  if (short === 'no-device') return `${flow}/devices`;
  if (short === 'no-decoder') return `${flow}/processing#type-${object.id}`;
  if (short === 'no-destination') return `${flow}/destinations`;
  if (object.kind === 'destination') return `/manager/destinations/${object.id}`;
  if (object.kind === 'decoder') return `/creator/decoders/${object.id}`;
  if (object.kind === 'device') return `/manager/devices/${object.id}`;
  return `${flow}/devices?f=status%3Ais%3ADEACTIVATED`;
}
