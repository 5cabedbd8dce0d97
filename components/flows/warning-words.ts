'use client';
import { useTranslations } from 'next-intl';
import type { DestinationFault } from '#server/destinations/contract.ts';
import type { FlowWarning, WarningCode } from '#server/flows/contract.ts';

export interface WarningWords {
  what: string;
  todo: string;
  /** The page that fixes it. */
  href: string;
}

type Short = WarningCode extends `flows.${infer Rest}` ? Rest : never;

/** What is wrong, what to do, and where. */
export function useWarningWords(flowId: string): (warning: FlowWarning) => WarningWords {
  const what = useTranslations('flows.warning.what');
  const todo = useTranslations('flows.warning.todo');
  const faults = useTranslations('flows.warning.fault');
  return (warning) => {
    const short = warning.code.replace('flows.', '') as Short;
    const text = (name: string) => String(warning.details[name] ?? '');
    const line = warning.details.line ? ` (${warning.details.line})` : '';
    const values = {
      name: warning.object.name,
      devices: Number(warning.details.devices ?? 0),
      failures: Number(warning.details.failures ?? 0),
      type: text('type'),
      encoder: text('encoder'),
      decoders: text('decoders'),
      fault: warning.details.fault ? faults(text('fault') as DestinationFault) : '',
      error: `${withoutStop(warning.details.error || '–')}${line}`,
    };
    return { what: what(short, values), todo: todo(short, values), href: fixOf(flowId, short, warning) };
  };
}

/** The sentence around it has its own. */
function withoutStop(text: unknown): string {
  return String(text).replace(/\.$/, '');
}

/** Pages where the type's decoders and encoders are switched. */
const BY_TYPE: ReadonlySet<Short> = new Set(['no-decoder', 'payload-unread', 'encoder-missing']);

function fixOf(flowId: string, short: Short, { object, details }: FlowWarning): string {
  const flow = `/manager/flows/${flowId}`;
  if (short === 'no-device') return `${flow}/devices`;
  if (short === 'no-destination') return `${flow}/destinations`;
  if (BY_TYPE.has(short)) return `${flow}/processing#type-${object.id}`;
  if (short === 'decoder-misfit' || short === 'encoder-misfit')
    return `${flow}/processing#type-${details.deviceTypeId}`;
  if (object.kind === 'destination') return `/manager/destinations/${object.id}`;
  if (object.kind === 'decoder') return `/creator/decoders/${object.id}`;
  if (object.kind === 'device') return `/manager/devices/${object.id}`;
  return `${flow}/devices?f=status%3Ais%3ADEACTIVATED`;
}
