'use client';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { DiffEditor } from '#components/ui/code-editor/diff-editor.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TabList, TabPanel } from '#components/ui/tab-list.tsx';
import type { ScriptOwner, ScriptVersion } from '#server/scripts/contract.ts';
import { type LineChange, lineDiff } from './line-diff.ts';
import { useVersionText } from './queries.ts';
import type { Script } from './use-script.ts';

/** What stands in the editor, as one of the two. */
const EDITOR = 'editor';

export interface VersionDiffDialogProps {
  owner: ScriptOwner;
  versions: readonly ScriptVersion[];
  script: Script;
  /** The elder of the two at first; null: closed. */
  versionId: string | null;
  onClose: () => void;
}

export function VersionDiffDialog({ versionId, onClose, ...props }: VersionDiffDialogProps) {
  const t = useTranslations('scripts.diff');
  return (
    <Dialog
      open={versionId !== null}
      onOpenChange={(open) => open || onClose()}
      size="xl"
      title={t('title')}
      description={t('lead')}
    >
      {versionId ? <Comparison {...props} versionId={versionId} /> : null}
    </Dialog>
  );
}

type ComparisonProps = Omit<VersionDiffDialogProps, 'onClose' | 'versionId'> & { versionId: string };

function Comparison({ owner, versions, script, versionId }: ComparisonProps) {
  const t = useTranslations('scripts.diff');
  const words = useRefusalWords();
  const [before, setBefore] = useState(versionId);
  const [after, setAfter] = useState(() => partnerOf(versions, versionId));
  const [look, setLook] = useState<'text' | 'list'>('text');
  const one = useSide(owner, versions, script, before);
  const other = useSide(owner, versions, script, after);
  const options = [
    { value: EDITOR, label: t('editor') },
    ...versions.map(({ id, number, current, publishedAt }) => ({
      value: id,
      label: current
        ? t('versionNow', { number })
        : publishedAt
          ? t('version', { number })
          : t('draft', { number }),
    })),
  ];
  const nameOf = (value: string) => options.find((option) => option.value === value)?.label ?? '';
  const refused = one.error ?? other.error;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Select label={t('before')} options={options} value={before} onValueChange={setBefore} />
        <Select label={t('after')} options={options} value={after} onValueChange={setAfter} />
      </div>
      {refused ? <Banner kind="bad" title={words(refused)} /> : null}
      {one.text !== undefined && other.text !== undefined ? (
        <>
          <TabList
            id="diff"
            label={t('looks')}
            active={look}
            onChange={setLook}
            items={[
              { key: 'text', label: t('asText') },
              { key: 'list', label: t('asList') },
            ]}
          />
          <TabPanel id="diff" active={look}>
            {look === 'text' ? (
              <DiffEditor
                before={one.text}
                after={other.text}
                labels={{ before: nameOf(before), after: nameOf(after) }}
                className="h-[min(32rem,60dvh)]"
              />
            ) : (
              <Changes before={one.text} after={other.text} />
            )}
          </TabPanel>
          <MappingChange before={one.mapping} after={other.mapping} />
        </>
      ) : refused ? null : (
        <Skeleton className="h-80" />
      )}
    </div>
  );
}

/** The draft and what runs are compared most: with the one before it, or with what stands in the editor. */
function partnerOf(versions: readonly ScriptVersion[], versionId: string): string {
  const at = versions.findIndex(({ id }) => id === versionId);
  if (at <= 0) return EDITOR;
  return versions[at - 1]?.id ?? EDITOR;
}

function useSide(
  owner: ScriptOwner,
  versions: readonly ScriptVersion[],
  script: Script,
  side: string,
): { text?: string; mapping?: unknown; error: Error | null } {
  const version = side === EDITOR ? null : (versions.find(({ id }) => id === side) ?? null);
  const { data, error } = useVersionText(owner, version);
  if (!version) return { text: script.source, mapping: script.mapping, error: null };
  return data ? { text: data.source, mapping: data.mapping, error: null } : { error };
}

/** The same to be read line after line, without an editor. */
function Changes({ before, after }: { before: string; after: string }) {
  const t = useTranslations('scripts.diff');
  const changes = useMemo(() => lineDiff(before, after), [before, after]);
  if (changes.length === 0) return <p className="py-3 text-dim text-sm">{t('same')}</p>;
  return (
    <ScrollArea label={t('changes')} className="max-h-[min(32rem,60dvh)] border-0">
      <ol className="flex flex-col gap-3">
        {changes.map((change) => (
          <li key={`${change.before.line} ${change.after.line}`} className="rounded-lg border border-line">
            <p className="border-line-soft border-b bg-sunk px-3 py-1.5 font-medium text-sm">
              {headOf(change, t)}
            </p>
            <Lines side={change.before} sign="−" label={t('was')} tone="text-bad" />
            <Lines side={change.after} sign="+" label={t('becomes')} tone="text-accent" />
          </li>
        ))}
      </ol>
    </ScrollArea>
  );
}

function headOf({ before, after }: LineChange, t: ReturnType<typeof useTranslations<'scripts.diff'>>) {
  if (before.lines.length === 0) return t('added', { line: after.line, count: after.lines.length });
  if (after.lines.length === 0) return t('gone', { line: before.line, count: before.lines.length });
  return t('changed', { line: before.line, count: before.lines.length });
}

interface LinesProps {
  side: LineChange['before'];
  sign: string;
  label: string;
  tone: string;
}

function Lines({ side, sign, label, tone }: LinesProps) {
  if (side.lines.length === 0) return null;
  return (
    <div className="px-3 py-1.5">
      <span className="sr-only">{label}</span>
      <pre className="whitespace-pre-wrap break-all font-mono text-[12.5px] leading-[18px]">
        {side.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one constant text
          <span key={index} className="block">
            <span className={`select-none ${tone}`} aria-hidden="true">
              {sign}{' '}
            </span>
            {line}
          </span>
        ))}
      </pre>
    </div>
  );
}

function MappingChange({ before, after }: { before: unknown; after: unknown }) {
  const t = useTranslations('scripts.diff');
  const one = JSON.stringify(before ?? {}, null, 2);
  const other = JSON.stringify(after ?? {}, null, 2);
  if (one === other) return null;
  return (
    <section aria-label={t('mapping')}>
      <h3 className="mb-2 font-semibold text-sm">{t('mapping')}</h3>
      <Changes before={one} after={other} />
    </section>
  );
}
