'use client';
import { useTranslations } from 'next-intl';
import type { Finding, Place } from '#server/diagnosis/contract.ts';
import type { Subject } from './queries.ts';

/** Every name that a text may be filled with; what a finding does not tell is empty. */
const NOTHING = {
  ...{
    connection: '',
    identifier: '',
    iccid: '',
    status: '',
    reason: '',
    networks: '',
    detail: '',
    code: '',
  },
  ...{
    flow: '',
    type: '',
    decoder: '',
    destination: '',
    project: '',
    what: '',
    error: '',
    line: '',
    request: '',
  },
  ...{ joinEui: '', heardJoinEui: '', unit: '', direction: '' },
  ...{ count: 0, total: 0, percent: 0, seconds: 0, value: 0, waiting: 0, interval: 0, lost: 0, frames: 0 },
  ...{ signal: 0, spreadingFactor: 0, failed: 0, messages: 0, limit: 0 },
  ...{ from: 0, to: 0, days: 0, daysLeft: 0 },
};

/** What is wrong and what to do about it. */
export function useCauseWords(): (finding: Pick<Finding, 'cause' | 'details'>) => {
  what: string;
  todo: string;
} {
  const what = useTranslations('diagnosis.what');
  const todo = useTranslations('diagnosis.remedyFor');
  return ({ cause, details }) => {
    const told = { ...NOTHING, ...details };
    const values = {
      ...told,
      // The sentence around it has its own stop.
      error: String(told.error || '–').replace(/\.$/, ''),
      detail: String(told.detail || '–').replace(/\.$/, ''),
      reason: String(told.reason).replace(/\.$/, ''),
      hasJoinEui: told.heardJoinEui ? 'yes' : 'no',
      hasLine: told.line ? 'yes' : 'no',
    };
    return { what: what(cause, values), todo: todo(cause, values) };
  };
}

const NETWORK_TAB = { lora: 'lora', cellular: 'm2m', generic: 'internet' } as const;

/** Where a finding is put right. */
export function hrefOf(
  { place, id }: Finding['fix'],
  subject: Subject,
  network: keyof typeof NETWORK_TAB,
): string {
  const device = `/manager/devices/${subject.id}`;
  const hrefs: Record<Place, string> = {
    device: `${device}/device`,
    'device-network': `${device}/${NETWORK_TAB[network]}`,
    'device-flows': `${device}/flows`,
    connections: '/manager/connections',
    connection: `/manager/connections/${id}`,
    'flow-devices': `/manager/flows/${id}/devices`,
    'flow-processing': `/manager/flows/${id}/processing`,
    'flow-destinations': `/manager/flows/${id}/destinations`,
    decoder: `/creator/decoders/${id}`,
    destination: `/manager/destinations/${id}`,
    'destination-settings': `/manager/destinations/${id}/settings`,
    sim: `/manager/connectivity/m2m/${id}`,
    project: `/organization/projects/${id}`,
    message: `/manager/messages/${id}`,
  };
  return hrefs[place];
}
