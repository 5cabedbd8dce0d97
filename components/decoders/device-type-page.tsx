'use client';
import CodeXml from 'lucide-react/icons/code-xml';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ControlsPanel } from '#components/device-types/controls-panel.tsx';
import { EncoderPanel, UnreadPanel } from '#components/device-types/encoder-panel.tsx';
import { PicturePanel } from '#components/device-types/picture-panel.tsx';
import { TypePicture } from '#components/device-types/type-picture.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Duration } from '#components/ui/time.tsx';
import type { DeviceType, OfferedDecoder } from '#server/device-types/contract.ts';
import { CategoryPill } from './device-type-list.tsx';
import { RecordTable } from './record-table.tsx';

interface DeviceTypePageProps {
  type: DeviceType;
  mayCreate: boolean;
  /** Its picture, of a type of the customer's own. */
  mayChange: boolean;
  /** Tables of commands of the customer's own. */
  mayEncode: boolean;
  /** Changing and deleting it, of a type of the customer's own. */
  actions?: ReactNode;
}

export function DeviceTypePage({ type, mayCreate, mayChange, mayEncode, actions }: DeviceTypePageProps) {
  const t = useTranslations('decoders.types');
  const add = mayCreate ? (
    <ButtonLink
      variant="primary"
      href={`/creator/decoders?new&deviceType=${type.id}`}
      icon={<CodeXml aria-hidden="true" />}
    >
      {t('addDecoder')}
    </ButtonLink>
  ) : undefined;
  return (
    <>
      <Breadcrumb items={[{ label: t('title'), href: '/creator/device-types' }, { label: type.name }]} />
      <PageHeader
        title={type.name}
        pill={<CategoryPill category={type.category} />}
        identifiers={type.description ? <span className="max-w-prose">{type.description}</span> : undefined}
        actions={
          <>
            {actions}
            {add}
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_300px]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('decoders')} note={type.decoders.length} padding="flush">
            {type.decoders.length === 0 ? (
              <EmptyState title={t('noDecoders')} action={add}>
                {t('noDecodersText')}
              </EmptyState>
            ) : (
              <ul>
                {type.decoders.map((decoder) => (
                  <li key={decoder.id} className="border-line-soft border-t px-4 py-3">
                    <OfferedRow decoder={decoder} />
                  </li>
                ))}
              </ul>
            )}
          </Panel>
          <UnreadPanel unread={type.unreadDecoders} />
          <EncoderPanel
            deviceTypeId={type.id}
            encoders={type.encoders}
            mayEncode={mayEncode && type.networks.includes('lora')}
          />
          <ControlsPanel type={type} mayChange={type.own && mayChange} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('properties')}>
            <div className="flex flex-col gap-3">
              {type.own && mayChange ? null : <TypePicture type={type} size="large" />}
              <Properties type={type} />
            </div>
          </Panel>
          {type.own && mayChange ? <PicturePanel type={type} /> : null}
        </div>
      </div>
    </>
  );
}

function Properties({ type }: { type: DeviceType }) {
  const t = useTranslations('decoders.types');
  const network = useTranslations('decoders.network');
  return (
    <KeyValues
      items={[
        { key: 'slug', label: t('slug'), value: type.slug, mono: true },
        { key: 'group', label: t('group'), value: type.group },
        {
          key: 'networks',
          label: t('networks'),
          value: type.networks.map((one) => network(one)).join(', ') || '–',
        },
        type.loraKeys && { key: 'keys', label: t('keys'), value: t(type.loraKeys) },
        type.expectedIntervalSeconds !== null && {
          key: 'interval',
          label: t('expected'),
          value: <Duration seconds={type.expectedIntervalSeconds} />,
        },
        type.batteryChemistry !== null && {
          key: 'battery',
          label: t('battery'),
          value: type.batteryChemistry,
        },
      ]}
    />
  );
}

function OfferedRow({ decoder }: { decoder: OfferedDecoder }) {
  const t = useTranslations('decoders.list');
  const processing = useTranslations('flows.processing');
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <Link
          href={`/creator/decoders/${decoder.id}`}
          className="min-w-0 break-words rounded-sm font-medium hover:text-accent hover:underline"
        >
          {decoder.name}
        </Link>
        {decoder.own ? <Pill tone={decoder.runnable ? 'good' : 'idle'}>{t('own')}</Pill> : null}
        {decoder.runnable ? null : <Pill tone="idle">{t('never')}</Pill>}
      </div>
      {decoder.description ? <p className="mt-0.5 text-dim text-sm">{decoder.description}</p> : null}
      <details className="mt-1.5">
        <summary className="w-fit rounded-sm text-dim text-sm hover:text-ink">
          {processing('showRecords')} <span className="text-faint">{decoder.records.length || ''}</span>
        </summary>
        <div className="mt-2">
          <RecordTable records={decoder.records} />
        </div>
      </details>
    </>
  );
}
