'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useParse } from '#components/frame/issue-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Select, type SelectOption } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { setVersionRules } from '#server/decoders/actions.ts';
import type { DecoderDetail } from '#server/decoders/script-contract.ts';
import { versionRulesSchema } from '#server/decoders/version-rule-contract.ts';
import { type RuleRow, rowOf, ruleOf } from './rule-rows.ts';

export interface VersionRulesPanelProps {
  decoder: DecoderDetail;
  readOnly: boolean;
}

/** Some messages go through another published version: elder firmware, another port, what came before a date. */
export function VersionRulesPanel({ decoder, readOnly }: VersionRulesPanelProps) {
  const t = useTranslations('decoders.rules');
  const act = useAct();
  const parse = useParse();
  const [rows, setRows] = useState(() => decoder.versionRules.map(rowOf));
  const [refusal, setRefusal] = useState<string>();
  const published = decoder.versions.filter(({ publishedAt }) => publishedAt !== null);
  const versions = published.map(({ id, number, current }) => ({
    value: id,
    label: current ? t('versionNow', { number }) : t('version', { number }),
  }));
  const first = versions[0];
  if (!first) return <p className="px-4 pb-4 text-dim text-sm">{t('nonePublished')}</p>;
  const add = () => {
    const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
    setRows([...rows, rowOf({ versionId: versions[1]?.value ?? first.value }, key)]);
  };
  const save = async () => {
    const parsed = parse(versionRulesSchema, { id: decoder.id, rules: rows.map(ruleOf) });
    if (!parsed.ok) return setRefusal(t('notWhole', { words: Object.values(parsed.fields)[0] ?? '' }));
    setRefusal(undefined);
    await act(setVersionRules(parsed.value), { done: t('saved') });
  };
  return (
    <div className="flex flex-col gap-3 px-4 pb-4">
      <p className="max-w-prose text-dim text-sm">{t('lead')}</p>
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      {rows.length === 0 ? <p className="text-sm">{t('none')}</p> : null}
      <ol className="flex flex-col gap-3" aria-label={t('title')}>
        {rows.map((row, index) => (
          <Rule
            key={row.key}
            row={row}
            number={index + 1}
            versions={versions}
            readOnly={readOnly}
            onChange={(change) =>
              setRows(rows.map((one) => (one.key === row.key ? { ...one, ...change } : one)))
            }
            onRemove={() => setRows(rows.filter((one) => one.key !== row.key))}
          />
        ))}
      </ol>
      {readOnly ? null : (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" icon={<Plus aria-hidden="true" />} onClick={add}>
            {t('add')}
          </Button>
          <Button size="sm" variant="primary" onClick={() => void save()}>
            {t('save')}
          </Button>
        </div>
      )}
    </div>
  );
}

interface RuleProps {
  row: RuleRow;
  number: number;
  versions: SelectOption<string>[];
  readOnly: boolean;
  onChange: (change: Partial<RuleRow>) => void;
  onRemove: () => void;
}

const FIELDS = [
  ['fPorts', 'text'],
  ['firmwareFrom', 'text'],
  ['firmwareBefore', 'text'],
  ['from', 'datetime-local'],
  ['before', 'datetime-local'],
] as const;

function Rule({ row, number, versions, readOnly, onChange, onRemove }: RuleProps) {
  const t = useTranslations('decoders.rules');
  return (
    <li className="rounded-lg border border-line p-3">
      <fieldset disabled={readOnly}>
        <legend className="sr-only">{t('rule', { number })}</legend>
        <div className="flex items-end gap-2">
          <Select
            label={t('goesThrough')}
            className="min-w-0 flex-1"
            options={versions}
            value={row.versionId}
            disabled={readOnly}
            onValueChange={(versionId) => onChange({ versionId })}
          />
          {readOnly ? null : (
            <IconButton label={t('remove', { number })} icon={<X aria-hidden="true" />} onClick={onRemove} />
          )}
        </div>
        <div className="mt-2 grid grid-cols-[repeat(auto-fit,minmax(min(100%,10.5rem),1fr))] gap-2">
          {FIELDS.map(([field, type]) => (
            <TextField
              key={field}
              label={t(`field.${field}`)}
              type={type}
              mono={type === 'text'}
              placeholder={type === 'text' ? t(`example.${field}`) : undefined}
              value={row[field]}
              onChange={(event) => onChange({ [field]: event.target.value })}
            />
          ))}
        </div>
      </fieldset>
    </li>
  );
}
