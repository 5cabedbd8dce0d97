'use client';
import Send from 'lucide-react/icons/send';
import { useTranslations } from 'next-intl';
import { useAct } from '#components/frame/use-act.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Button } from '#components/ui/button.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { sendAgain } from '#server/mails/actions.ts';
import type { Mail } from '#server/mails/contract.ts';
import { MailStatePill } from './mail-state.tsx';

/** One mail as it was written. */
export function MailPage({ mail, maySend }: { mail: Mail; maySend: boolean }) {
  const t = useTranslations('mails');
  const act = useAct();
  const again = () => act(sendAgain({ id: mail.id }), { done: t('asked'), stale: [['mails']] });
  const date = (value: Date) => <Time value={value} look="date" />;
  return (
    <>
      <Breadcrumb items={[{ label: t('title'), href: '/organization/outbox' }, { label: mail.subject }]} />
      <PageHeader
        title={mail.subject}
        identifiers={<MailStatePill state={mail.state} />}
        actions={
          maySend && mail.state !== 'sent' ? (
            <Button icon={<Send aria-hidden="true" />} onClick={() => void again()}>
              {t('again')}
            </Button>
          ) : undefined
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_360px]">
        <Panel title={t('text')}>
          <p className="max-w-prose whitespace-pre-wrap break-words text-sm">{mail.text}</p>
        </Panel>
        <Panel title={t('facts')}>
          <KeyValues
            items={[
              {
                key: 'recipient',
                label: t('column.recipient'),
                value: `${mail.recipientName}, ${mail.recipient}`,
              },
              { key: 'created', label: t('column.created'), value: date(mail.createdAt) },
              mail.sentAt && { key: 'sent', label: t('column.sent'), value: date(mail.sentAt) },
              mail.state !== 'held' && { key: 'tries', label: t('column.tries'), value: mail.tries },
              mail.state === 'waiting' && { key: 'next', label: t('next'), value: date(mail.nextAt) },
              mail.lastError !== null && { key: 'error', label: t('column.error'), value: mail.lastError },
            ]}
          />
        </Panel>
      </div>
    </>
  );
}
