'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { Time } from '#components/ui/time.tsx';
import type { UplinkStep } from '#server/uplinks/contract.ts';
import { FailureNote } from './failure-note.tsx';
import { MeasuredValue } from './measured-value.tsx';
import { Fold } from './raw-message.tsx';

/** What one decoder made of it: records with what they were before, the SenML itself, what the script said. */
export function DecoderStep({ step, urn }: { step: UplinkStep; urn: string }) {
  const t = useTranslations('messages.decoder');
  return (
    <div className="flex flex-col gap-2">
      {step.flows.length > 0 ? <Flows flows={step.flows} /> : null}
      {step.failure ? <FailureNote step={step} failure={step.failure} /> : <RecordTable step={step} />}
      {step.logs.length > 0 ? (
        <Fold summary={t('logs', { count: step.logs.length })} open={step.failure !== null}>
          <CodeBlock value={step.logs.map((line) => `${line.level}: ${line.message}`).join('\n')} wrap />
        </Fold>
      ) : null}
      {step.senml ? (
        <Fold summary={t('senml', { count: step.senml.length })}>
          <CodeBlock language="json" label={urn} value={JSON.stringify(step.senml)} />
        </Fold>
      ) : null}
    </div>
  );
}

function Flows({ flows }: Pick<UplinkStep, 'flows'>) {
  const t = useTranslations('messages.decoder');
  return (
    <p className="flex flex-wrap gap-x-2 text-dim text-sm">
      {t('inFlows', { count: flows.length })}
      {flows.map(({ id, name }) => (
        <Link key={id} href={`/manager/flows/${id}`} className="text-accent hover:underline">
          {name}
        </Link>
      ))}
    </p>
  );
}

/** The twin keeps the newest of each name: what it said until this message, or why it did not take the record. */
function TwinBefore({ told }: { told: UplinkStep['effects'][number] | undefined }) {
  const t = useTranslations('messages.decoder');
  if (!told) return null;
  const { effect, before } = told;
  if (effect === 'changed') return <MeasuredValue record={before} folds />;
  if (effect === 'new') return t('new');
  if (effect === 'same') return <span className="text-faint">{t('same')}</span>;
  return (
    <>
      {before ? <MeasuredValue record={before} folds /> : null}
      <span className="block whitespace-normal text-warn text-xs">{t(`effect.${effect}`)}</span>
    </>
  );
}

function RecordTable({ step }: { step: UplinkStep }) {
  const t = useTranslations('messages.decoder');
  const records = step.records ?? [];
  if (records.length === 0) return <p className="text-dim">{t('noRecords')}</p>;
  const packTime = step.time ? new Date(step.time).getTime() : null;
  return (
    <ScrollArea label={t('records')}>
      <table className="w-full text-sm">
        <thead>
          <tr className="text-left text-faint text-xs">
            <th scope="col" className="border-line border-b px-3 py-1.5 font-medium">
              {t('name')}
            </th>
            <th scope="col" className="border-line border-b px-3 py-1.5 text-right font-medium">
              {t('value')}
            </th>
            <th scope="col" className="border-line border-b px-3 py-1.5 text-right font-medium">
              {t('before')}
            </th>
          </tr>
        </thead>
        <tbody>
          {records.map((record, index) => {
            const moved = packTime !== null && Math.abs(record.t * 1000 - packTime) > 500;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the records of one stored pack; names may repeat
              <tr key={index}>
                <td className="min-w-24 border-line-soft border-b px-3 py-1 [overflow-wrap:anywhere]">
                  {record.n}
                  {moved ? (
                    <span className="ml-2 whitespace-nowrap text-faint text-xs">
                      <Time value={record.t * 1000} look="clock" />
                    </span>
                  ) : null}
                </td>
                <td className="border-line-soft border-b px-3 py-1 text-right font-medium *:[overflow-wrap:anywhere]">
                  <MeasuredValue record={record} folds />
                </td>
                <td className="border-line-soft border-b px-3 py-1 text-right text-dim *:[overflow-wrap:anywhere]">
                  <TwinBefore told={step.effects[index]} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}
