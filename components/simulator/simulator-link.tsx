'use client';
import { useQuery } from '@tanstack/react-query';
import ExternalLink from 'lucide-react/icons/external-link';
import EyeOff from 'lucide-react/icons/eye-off';
import QrCodeIcon from 'lucide-react/icons/qr-code';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CopyLine } from '#components/connections/access-lines.tsx';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useAct } from '#components/frame/use-act.ts';
import { ConfirmDialog } from '#components/ui/alert-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { Time } from '#components/ui/time.tsx';
import {
  createSimulatorLink,
  revokeSimulatorLink,
  showSimulatorLink,
} from '#server/device-simulator/actions.ts';
import {
  LINK_DAYS,
  type SimulatorLinkFacts,
  type SimulatorLinkState,
} from '#server/device-simulator/contract.ts';
import { QrCode } from './qr-code.tsx';

export interface SimulatorLinkProps {
  device: { id: string; name: string };
  /** `device-simulator.link` */
  mayLink: boolean;
}

/** The card of a device that posts itself: a phone takes its place by link or code. */
export function SimulatorLink({ device, mayLink }: SimulatorLinkProps) {
  const t = useTranslations('simulator.link');
  const key = ['device', device.id, 'simulator-link'];
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      readJson<SimulatorLinkState>(`/rows/devices/${device.id}/simulator-link`, signal),
  });
  const act = useAct();
  const [url, setUrl] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const ask = async (asked: ReturnType<typeof showSimulatorLink>) => {
    setPending(true);
    const answer = await act(asked, { stale: [key] });
    setPending(false);
    if (answer.ok) setUrl(answer.value.url);
  };
  const revoke = async () => {
    const answer = await act(revokeSimulatorLink({ deviceId: device.id }), {
      quiet: true,
      done: t('revoked'),
      stale: [key],
    });
    if (!answer.ok) return answer.words;
    setUrl(null);
    return undefined;
  };
  if (!data) return null;
  const { link, refusal } = data;
  return (
    <Panel
      title={t('title')}
      actions={
        link && mayLink ? (
          <ConfirmDialog
            trigger={<Button size="sm">{t('revoke')}</Button>}
            title={t('revokeTitle', { name: device.name })}
            confirmLabel={t('revoke')}
            onConfirm={revoke}
          >
            {t('revokeText')}
          </ConfirmDialog>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-dim text-sm">{refusal ? t(refusal) : t('text')}</p>
        {link ? <LinkFacts link={link} /> : null}
        {url ? (
          <Shown url={url} onHide={() => setUrl(null)} />
        ) : link && mayLink ? (
          <Button
            className="self-start"
            icon={<QrCodeIcon aria-hidden="true" />}
            pending={pending}
            onClick={() => void ask(showSimulatorLink({ deviceId: device.id }))}
          >
            {t('show')}
          </Button>
        ) : null}
        {!link && mayLink && refusal === null ? (
          <NewLink
            pending={pending}
            onMake={(days) => void ask(createSimulatorLink({ deviceId: device.id, days }))}
          />
        ) : null}
      </div>
    </Panel>
  );
}

function LinkFacts({ link }: { link: SimulatorLinkFacts }) {
  const t = useTranslations('simulator.link');
  return (
    <p className="text-faint text-sm">
      {t('madeBy', { name: link.createdBy })} · {t('until')} <Time value={link.expiresAt} look="date" /> ·{' '}
      {link.lastUsedAt ? (
        <>
          {t('used')} <Time value={link.lastUsedAt} look="ago" />
        </>
      ) : (
        t('unused')
      )}
    </p>
  );
}

function Shown({ url, onHide }: { url: string; onHide: () => void }) {
  const t = useTranslations('simulator.link');
  return (
    <>
      <QrCode value={url} label={t('qr')} />
      <CopyLine label={t('address')} value={url} />
      <p className="text-faint text-sm">{t('whoever')}</p>
      <div className="flex flex-wrap gap-2">
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          className="inline-flex h-8 items-center gap-[7px] rounded-md px-2 font-medium text-accent hover:underline"
        >
          <ExternalLink aria-hidden="true" className="size-4" />
          {t('open')}
        </a>
        <Button variant="quiet" icon={<EyeOff aria-hidden="true" />} onClick={onHide}>
          {t('hide')}
        </Button>
      </div>
    </>
  );
}

type Days = (typeof LINK_DAYS)[number];

function NewLink({ pending, onMake }: { pending: boolean; onMake: (days: Days) => void }) {
  const t = useTranslations('simulator.link');
  const [days, setDays] = useState<Days>(30);
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Select
        className="w-40"
        label={t('lifetime')}
        value={String(days)}
        options={LINK_DAYS.map((one) => ({ value: String(one), label: t('days', { count: one }) }))}
        onValueChange={(value) => setDays(Number(value) as Days)}
      />
      <Button
        variant="primary"
        icon={<QrCodeIcon aria-hidden="true" />}
        pending={pending}
        onClick={() => onMake(days)}
      >
        {t('make')}
      </Button>
    </div>
  );
}
