'use client';
import { useTranslations } from 'next-intl';
import { useOptimistic, useTransition } from 'react';
import { CommandTables } from '#components/device-types/command-tables.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { Switch } from '#components/ui/switch.tsx';
import { toggleEncoder } from '#server/flows/actions.ts';
import type { FlowDeviceType, FlowEncoderState } from '#server/flows/contract.ts';
import { LINK_STALE } from './queries.ts';

export interface EncoderCardProps {
  flowId: string;
  type: FlowDeviceType;
  encoder: FlowEncoderState;
  mayUpdate: boolean;
}

/** One encoder that a type offers: on or off in this flow, and what can be told to a device with it, down to the bytes. */
export function EncoderCard({ flowId, type, encoder, mayUpdate }: EncoderCardProps) {
  const t = useTranslations('flows.processing');
  const { enabled, toggle } = useEncoderSwitch(flowId, type.deviceType, encoder);
  return (
    <div className="grid gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_auto]">
      <Switch
        checked={enabled}
        disabled={!mayUpdate || (encoder.misfit && !enabled)}
        onCheckedChange={toggle}
        label={<span className="font-medium">{encoder.name}</span>}
        hint={encoder.misfit ? t('encoderMisfit') : encoder.description}
      />
      {enabled ? (
        <span className="whitespace-nowrap text-dim text-sm max-sm:pl-[42px]">
          {t('instructions', { count: encoder.lastHour.messages })}
          {encoder.lastHour.failures > 0 ? (
            <span className="font-medium text-bad">
              {' '}
              · {t('hourFailed', { count: encoder.lastHour.failures })}
            </span>
          ) : null}
        </span>
      ) : null}
      {encoder.commands.length > 0 ? (
        <details className="group pl-[42px] sm:col-span-2">
          <summary className="w-fit rounded-sm text-dim text-sm hover:text-ink">
            {t('showCommands', { count: encoder.commands.length })}
          </summary>
          <div className="mt-2">
            {encoder.combines ? <p className="mb-2 text-dim text-sm">{t('combines')}</p> : null}
            <CommandTables commands={encoder.commands} />
          </div>
        </details>
      ) : null}
    </div>
  );
}

/** The switch moves at once and goes back by itself when the server refuses. */
function useEncoderSwitch(
  flowId: string,
  deviceType: { id: string; name: string },
  encoder: { id: string; name: string; enabled: boolean },
) {
  const t = useTranslations('flows.processing');
  const act = useAct();
  const [, begin] = useTransition();
  const [enabled, show] = useOptimistic(encoder.enabled);
  const toggle = (next: boolean) =>
    begin(async () => {
      show(next);
      const names = { decoder: encoder.name, type: deviceType.name };
      await act(
        toggleEncoder({ flowId, deviceTypeId: deviceType.id, encoderId: encoder.id, enabled: next }),
        { done: next ? t('switchedOn', names) : t('switchedOff', names), stale: LINK_STALE },
      );
    });
  return { enabled, toggle };
}
