'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Time } from '#components/ui/time.tsx';
import type { Evidence } from '#server/diagnosis/contract.ts';

/** The very rows that a finding was read from, each a way to it. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  return (
    <ul className="divide-y divide-line-soft rounded-lg border border-line-soft">
      {evidence.map((one) => (
        <li key={keyOf(one)} className="px-3 py-2 text-sm">
          <Shown one={one} />
        </li>
      ))}
    </ul>
  );
}

const keyOf = (one: Evidence) => JSON.stringify(one);

function Shown({ one }: { one: Evidence }) {
  const t = useTranslations('diagnosis.shown');
  switch (one.kind) {
    case 'message':
      return (
        <Line href={`/manager/messages/${one.id}`} at={one.at} note={one.text}>
          <MessageWord what={one.what} fCntUp={one.fCntUp} />
        </Line>
      );
    case 'refusal':
      return (
        <Line
          href={one.connection && `/manager/connections/${one.connection.id}`}
          at={one.at}
          note={one.text}
        >
          {t('refusal', { count: one.count })}
        </Line>
      );
    case 'failure':
      return <Failure one={one} />;
    case 'delivery':
      return (
        <Line href={`/manager/messages/${one.messageId}`} at={one.at} note={one.text}>
          {t('delivery', { hasStatus: one.status === null ? 'no' : 'yes', status: one.status ?? 0 })}
        </Line>
      );
    case 'unknown-device':
      return (
        <Line href={`/manager/connections/${one.connection.id}`} at={one.at} note={null}>
          {t('unknown', { identifier: one.identifier, count: one.count, connection: one.connection.name })}
        </Line>
      );
    case 'device':
      return (
        <Line
          href={`/manager/devices/${one.id}/diagnosis`}
          at={one.at}
          note={one.at ? null : t('neverHeard')}
        >
          {one.name}
        </Line>
      );
    case 'state':
      return (
        <Line href={null} at={one.at} note={null}>
          {one.text}
        </Line>
      );
  }
}

/** The rest stands with the message. */
const LOGGED = 8;

function Failure({ one }: { one: Extract<Evidence, { kind: 'failure' }> }) {
  const t = useTranslations('diagnosis');
  return (
    <>
      <Line
        href={`/manager/messages/${one.id}`}
        at={one.at}
        note={one.line === null ? null : t('shown.line', { line: one.line })}
      >
        <span className="mono">{one.text}</span>
      </Line>
      {one.logs.length > 0 ? (
        <figure className="mt-1.5 rounded-md bg-sunk p-2">
          <figcaption className="mb-0.5 text-dim text-xs">{t('logs')}</figcaption>
          <pre className="mono whitespace-pre-wrap break-words text-xs">
            {one.logs.slice(0, LOGGED).join('\n')}
          </pre>
        </figure>
      ) : null}
    </>
  );
}

const KINDS: Record<string, 'uplink' | 'join' | 'accept' | 'log' | 'status' | 'senml' | 'other'> = {
  'lora.uplink': 'uplink',
  'lora.join': 'join',
  'lora.join-accept': 'accept',
  'lora.log': 'log',
  'lora.status': 'status',
  'http.senml': 'senml',
  'mqtt.senml': 'senml',
  'digitalmatter.record': 'senml',
};

function MessageWord({ what, fCntUp }: { what: string; fCntUp: number | null }) {
  const t = useTranslations('diagnosis.kind');
  return (
    <>
      {t(KINDS[what] ?? 'other')}
      {fCntUp === null ? null : <span className="text-dim"> FCnt {fCntUp}</span>}
    </>
  );
}

interface LineProps {
  href: string | null;
  at: string | null;
  note: string | null;
  children: ReactNode;
}

function Line({ href, at, note, children }: LineProps) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <span className="min-w-0 flex-1 break-words [overflow-wrap:anywhere]">
        {href ? (
          <Link href={href} className="rounded-sm font-medium text-accent hover:underline">
            {children}
          </Link>
        ) : (
          children
        )}
        {note ? <span className="text-dim"> {note}</span> : null}
      </span>
      {at ? <Time value={at} look="ago" className="shrink-0 text-faint" /> : null}
    </div>
  );
}
