'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import type { AuditItem } from '#server/audit/contract.ts';
import { changesOf, writtenValue } from './audit-changes.ts';
import { fromWhere, whenAndWho } from './audit-parts.tsx';

const PAGES: Record<string, string> = {
  device: '/manager/devices',
  flow: '/manager/flows',
  destination: '/manager/destinations',
  decoder: '/creator/decoders',
  'lora-connection': '/manager/connections',
};

export function AuditDetail({ item }: { item: AuditItem }) {
  const t = useTranslations('organization.audit');
  const page = PAGES[item.object.kind];
  return (
    <div className="pt-2">
      <PanelSection>
        <KeyValues
          items={[
            ...whenAndWho(t, item),
            { key: 'operation', label: t('operation'), value: item.operation, mono: true },
            {
              key: 'object',
              label: t('object'),
              value: page ? (
                <Link
                  href={`${page}/${item.object.id}`}
                  className="rounded-sm font-medium hover:text-accent hover:underline"
                >
                  {item.object.name ?? item.object.id}
                </Link>
              ) : (
                (item.object.name ?? item.object.id)
              ),
            },
            ...fromWhere(t, item),
          ]}
        />
      </PanelSection>
      <PanelSection title={t('change')}>
        <table className="w-full text-sm">
          <thead className="text-left text-faint">
            <tr>
              {(['field', 'before', 'after'] as const).map((column) => (
                <th key={column} scope="col" className="pb-1 pr-3 font-normal">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changesOf(item).map(({ field, before, after }) => (
              <tr key={field} className="border-line-soft border-t align-top">
                <th scope="row" className="mono py-1.5 pr-3 text-left font-normal">
                  {field}
                </th>
                <td className="break-all py-1.5 pr-3 text-dim">{writtenValue(before)}</td>
                <td className="break-all py-1.5">{writtenValue(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </PanelSection>
    </div>
  );
}
