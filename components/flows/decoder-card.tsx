'use client';
import CircleAlert from 'lucide-react/icons/circle-alert';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useOptimistic, useTransition } from 'react';
import { RecordTable } from '#components/decoders/record-table.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { Quantity } from '#components/ui/quantity.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { useTimeWords } from '#components/ui/time.tsx';
import { toggleDecoder } from '#server/flows/actions.ts';
import type { FlowDecoderState, FlowDeviceType } from '#server/flows/contract.ts';
import { LINK_STALE } from './queries.ts';

/** What works now stands before what could. */
export function enabledFirst(decoders: readonly FlowDecoderState[]): FlowDecoderState[] {
  return [...decoders].sort((a, b) => Number(b.enabled) - Number(a.enabled));
}

export interface DecoderCardProps {
  flowId: string;
  type: FlowDeviceType;
  decoder: FlowDecoderState;
  mayUpdate: boolean;
}

/** One decoder that a type offers: on or off in this flow, what it makes, and how it fares. */
export function DecoderCard({ flowId, type, decoder, mayUpdate }: DecoderCardProps) {
  const t = useTranslations('flows.processing');
  const { enabled, toggle } = useDecoderSwitch(flowId, type.deviceType, decoder);
  const hintOf = ({ runnable, misfit, suspended }: FlowDecoderState) => {
    if (!runnable) return t('unpublished');
    if (misfit) return t('decoderMisfit');
    return suspended ? t('suspended') : null;
  };
  return (
    <div className="grid gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_auto]">
      <Switch
        checked={enabled}
        disabled={!mayUpdate || ((!decoder.runnable || decoder.misfit) && !enabled)}
        onCheckedChange={toggle}
        label={<span className="font-medium">{decoder.name}</span>}
        hint={hintOf(decoder) ?? decoder.description}
      />
      <div className="flex items-start gap-4 text-sm max-sm:pl-[42px]">
        {enabled ? (
          <span className="whitespace-nowrap text-dim">
            {t('hour', { count: decoder.lastHour.messages })}
            {decoder.lastHour.failures > 0 ? (
              <span className="font-medium text-bad">
                {' '}
                · {t('hourFailed', { count: decoder.lastHour.failures })}
              </span>
            ) : null}
          </span>
        ) : null}
        <Link
          href={`/creator/decoders/${decoder.id}`}
          className="whitespace-nowrap rounded-sm font-medium text-accent hover:underline"
        >
          {decoder.own ? t('editScript') : t('open')}
        </Link>
      </div>
      {enabled && decoder.lastFailure ? <LastFailure failure={decoder.lastFailure} /> : null}
      <details className="group pl-[42px] sm:col-span-2">
        <summary className="w-fit rounded-sm text-dim text-sm hover:text-ink">
          {t('showRecords')}{' '}
          <span className="text-faint">
            <Quantity value={decoder.records.length || null} />
          </span>
        </summary>
        <div className="mt-2">
          <RecordTable records={decoder.records} />
        </div>
      </details>
    </div>
  );
}

function LastFailure({ failure }: { failure: NonNullable<FlowDecoderState['lastFailure']> }) {
  const t = useTranslations('flows.processing');
  const { ago } = useTimeWords();
  const line = failure.line === null ? '' : ` (${t('atLine', { line: failure.line })})`;
  return (
    <p className="flex items-start gap-1.5 pl-[42px] text-bad text-sm sm:col-span-2">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 break-words">
        {t('failing', { ago: ago(new Date(failure.at)), error: `${failure.message}${line}` })}{' '}
        <Link
          href={`/manager/messages/${failure.uplinkId}`}
          className="font-medium underline underline-offset-2"
        >
          {t('seeMessage')}
        </Link>
      </span>
    </p>
  );
}

/** The switch moves at once and goes back by itself when the server refuses. */
export function useDecoderSwitch(
  flowId: string,
  deviceType: { id: string; name: string },
  decoder: { id: string; name: string; enabled: boolean },
) {
  const t = useTranslations('flows.processing');
  const act = useAct();
  const [, begin] = useTransition();
  const [enabled, show] = useOptimistic(decoder.enabled);
  const toggle = (next: boolean) =>
    begin(async () => {
      show(next);
      const names = { decoder: decoder.name, type: deviceType.name };
      await act(
        toggleDecoder({ flowId, deviceTypeId: deviceType.id, decoderId: decoder.id, enabled: next }),
        { done: next ? t('switchedOn', names) : t('switchedOff', names), stale: LINK_STALE },
      );
    });
  return { enabled, toggle };
}
