'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { toast } from '#components/ui/toast.tsx';
import type { DecoderDetail } from '#server/decoders/script-contract.ts';
import { publishVersion, saveDraft } from '#server/scripts/actions.ts';
import type { DecoderContract, ScriptSource, ScriptVersion } from '#server/scripts/contract.ts';

export type Script = ReturnType<typeof useScript>;
type Mapping = ScriptSource['mapping'];

/** What stands in the editor against what is stored; saving, publishing, going back. */
export function useScript(decoder: DecoderDetail) {
  const t = useTranslations('decoders');
  const act = useAct();
  const router = useRouter();
  const words = useRefusalWords();
  const owner = { kind: 'decoder', id: decoder.id } as const;
  const first = decoder.editing;
  const [source, setSource] = useState(first?.source ?? '');
  const [mapping, setMapping] = useState<Mapping>(first?.mapping ?? {});
  const [kept, setKept] = useState({ source, mapping: JSON.stringify(mapping) });
  const [draft, setDraft] = useState(() => decoder.versions.find((version) => !version.publishedAt) ?? null);
  /** Counts the texts that were put into the editor: what holds state of its own begins anew. */
  const [opened, setOpened] = useState(0);
  const [pending, setPending] = useState<'save' | 'publish' | null>(null);
  const dirty = source !== kept.source || JSON.stringify(mapping) !== kept.mapping;
  const contract: DecoderContract = first?.contract === 'things' ? 'things' : 'ts013';
  useUnsavedGuard(dirty);

  /** The version that holds what stands in the editor. */
  async function save(): Promise<{ versionId: string; number: number } | null> {
    const answer = await act(saveDraft({ owner, contract, source, mapping }));
    if (!answer.ok) return null;
    setKept({ source, mapping: JSON.stringify(mapping) });
    const { versionId: id, number } = answer.value;
    setDraft({
      id,
      number,
      contract,
      createdBy: '',
      createdAt: new Date(),
      publishedAt: null,
      current: false,
    });
    return answer.value;
  }

  async function publish(version: { id: string; number: number }, done: string): Promise<boolean> {
    const before = decoder.versions.find((one) => one.current);
    const answer = await act(publishVersion({ owner, versionId: version.id }), {
      done,
      stale: [['flows']],
      undo:
        before && before.id !== version.id
          ? {
              label: t('editor.undo', { number: before.number }),
              run: () => void publish(before, t('versions.backDone', { number: before.number })),
            }
          : undefined,
    });
    return answer.ok;
  }

  const busy = async (what: 'save' | 'publish', run: () => Promise<unknown>) => {
    setPending(what);
    await run();
    setPending(null);
    router.refresh();
  };

  return {
    contract,
    source,
    setSource,
    mapping,
    setMapping,
    dirty,
    draft,
    opened,
    pending,
    save: () =>
      busy('save', async () => {
        const saved = await save();
        if (saved) toast({ title: t('editor.saved', { number: saved.number }) });
      }),
    publish: () =>
      busy('publish', async () => {
        const version = dirty || !draft ? await save() : { versionId: draft.id, number: draft.number };
        if (!version) return;
        const { versionId: id, number } = version;
        if (await publish({ id, number }, t('editor.publishedNow', { number }))) setDraft(null);
      }),
    goBack: (version: ScriptVersion) =>
      busy('publish', () => publish(version, t('versions.backDone', { number: version.number }))),
    open: async (version: ScriptVersion) => {
      try {
        const read = await readJson<ScriptSource>(`/rows/decoders/${decoder.id}/versions/${version.id}`);
        setSource(read.source);
        setMapping(read.mapping);
        setOpened((count) => count + 1);
        toast({ title: t('editor.restored', { number: version.number }), tone: 'info' });
      } catch (error) {
        toast({ title: words(error), tone: 'bad' });
      }
    },
  };
}

/** The browser asks before a tab with unsaved work closes. */
function useUnsavedGuard(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
}
