'use client';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Undo2 from 'lucide-react/icons/undo-2';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DownlinkOffer } from '#server/downlinks/contract.ts';
import { withdrawDesired } from '#server/twins/actions.ts';
import type { DesiredState } from '#server/twins/contract.ts';
import type { DesiredEntry, Twin } from '#server/twins/twin-contract.ts';
import { DesiredForm } from './desired-form.tsx';
import type { KnownName } from './desired-values.ts';
import { deviceKeys } from './queries.ts';
import { ReportedValue } from './twin-reported.tsx';

const tones: Record<DesiredState, Tone> = {
  requested: 'busy',
  'under-way': 'busy',
  delivered: 'idle',
  'in-sync': 'good',
  drifted: 'warn',
  failed: 'bad',
};

interface TwinDesiredProps {
  twin: Twin;
  offer: DownlinkOffer;
  known: readonly KnownName[];
  mayUpdate: boolean;
}

/** What is asked of the device by each name, whether it became so, and the form that asks. */
export function TwinDesired({ twin, offer, known, mayUpdate }: TwinDesiredProps) {
  const t = useTranslations('devices.desired');
  const [editing, setEditing] = useState<DesiredEntry | 'new' | null>(null);
  const byCommand = offer.kind === 'lora' && twin.controls.some(({ command }) => command);
  const maySet = mayUpdate && (offer.kind === 'senml' || byCommand);
  const form = (wish: DesiredEntry | null) => (
    <DesiredForm
      deviceId={twin.deviceId}
      wish={wish}
      known={known}
      controls={byCommand ? twin.controls.filter(({ command }) => command) : twin.controls}
      taken={twin.desired.map(({ name }) => name)}
      onDone={() => setEditing(null)}
    />
  );
  return (
    <div className="flex flex-col gap-2">
      {twin.desired.length === 0 && editing === null ? <p className="text-dim text-sm">{t('none')}</p> : null}
      <ul>
        {twin.desired.map((wish) => (
          <li key={wish.name} className="border-line-soft border-b py-1.5 text-sm last:border-0">
            {editing !== null && editing !== 'new' && editing.name === wish.name ? (
              form(editing)
            ) : (
              <Wish
                wish={wish}
                deviceId={twin.deviceId}
                mayUpdate={mayUpdate}
                onEdit={maySet ? () => setEditing(wish) : undefined}
              />
            )}
          </li>
        ))}
      </ul>
      {editing === 'new' ? form(null) : null}
      {maySet && editing === null ? (
        <Button
          size="sm"
          className="self-start"
          icon={<Plus aria-hidden="true" />}
          onClick={() => setEditing('new')}
        >
          {t('add')}
        </Button>
      ) : null}
      <CannotSet deviceId={twin.deviceId} offer={offer} mayUpdate={mayUpdate} />
    </div>
  );
}

/** Why nothing can be wished here, and the way that works. */
function CannotSet({
  deviceId,
  offer,
  mayUpdate,
}: Pick<TwinDesiredProps, 'offer' | 'mayUpdate'> & { deviceId: string }) {
  const t = useTranslations('devices.desired');
  const obstacle = useTranslations('downlinks.obstacle');
  if (!mayUpdate) return <p className="text-faint text-xs">{t('locked')}</p>;
  if (offer.kind === 'senml') return null;
  return (
    <p className="text-dim text-sm">
      {offer.kind === 'lora' ? t('noEncoder') : `${t('cannot')} ${obstacle(`${offer.obstacle}.title`)}.`}{' '}
      <Link
        href={`/manager/devices/${deviceId}/send`}
        className="rounded-sm font-medium text-accent hover:underline"
      >
        {t(offer.kind === 'lora' ? 'toRaw' : 'toSend')}
      </Link>
    </p>
  );
}

interface WishProps {
  wish: DesiredEntry;
  deviceId: string;
  mayUpdate: boolean;
  onEdit: (() => void) | undefined;
}

function Wish({ wish, deviceId, mayUpdate, onEdit }: WishProps) {
  const t = useTranslations('devices.desired');
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
        <span className="min-w-0 flex-1 text-dim [overflow-wrap:anywhere]">{wish.name}</span>
        <span className="max-w-[45%] text-right font-medium [overflow-wrap:anywhere]">
          <ReportedValue entry={wish} />
        </span>
        <Pill tone={tones[wish.state]} title={t(`hint.${wish.state}`)}>
          {t(`state.${wish.state}`)}
          {wish.state === 'under-way' && wish.changedAt ? (
            <>
              {' '}
              <Time value={wish.changedAt} />
            </>
          ) : null}
        </Pill>
        {mayUpdate ? (
          <span className="flex shrink-0">
            {onEdit ? (
              <IconButton
                size="sm"
                label={t('edit', { name: wish.name })}
                icon={<Pencil aria-hidden="true" className="size-3.5!" />}
                onClick={onEdit}
              />
            ) : null}
            <Withdraw wish={wish} deviceId={deviceId} />
          </span>
        ) : null}
      </div>
      <Standing wish={wish} />
    </>
  );
}

function Standing({ wish: { state, requestedAt, changedAt, reason, resend } }: { wish: DesiredEntry }) {
  const t = useTranslations('devices.desired');
  const reasons = useTranslations('downlinks.reason');
  const isAt = (state === 'delivered' || state === 'failed') && changedAt;
  return (
    <p className="text-faint text-xs">
      {t('requested')} <Time value={requestedAt} look="date" />
      {isAt ? (
        <>
          {' · '}
          {t(`state.${state}`)} <Time value={changedAt} look="date" />
        </>
      ) : null}
      {state === 'drifted' ? ` · ${t('hint.drifted')}` : null}
      {state === 'failed' && reason ? ` · ${reasons(reason)}` : null}
      {resend ? (
        <span className="block">
          {t(resend.sent >= resend.most ? 'resendOver' : 'resend', {
            sent: resend.sent,
            most: resend.most,
            minutes: resend.pauseMinutes,
          })}
        </span>
      ) : null}
    </p>
  );
}

function Withdraw({ wish: { name, downlinkId }, deviceId }: { wish: DesiredEntry; deviceId: string }) {
  const t = useTranslations('devices.desired');
  const act = useAct();
  return (
    <ConfirmDialog
      title={t('withdrawTitle', { name })}
      confirmLabel={t('withdraw')}
      trigger={
        <IconButton
          size="sm"
          label={t('withdrawName', { name })}
          icon={<Undo2 aria-hidden="true" className="size-3.5!" />}
        />
      }
      onConfirm={async () => {
        const done = await act(withdrawDesired({ deviceId, name, replaces: downlinkId }), {
          done: t('withdrawn', { name }),
          stale: [deviceKeys.twin(deviceId)],
          quiet: true,
        });
        return done.ok ? undefined : done.words;
      }}
    >
      {t('withdrawText')}
    </ConfirmDialog>
  );
}
