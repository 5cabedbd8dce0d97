'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { toast } from '#components/ui/toast.tsx';
import { publishVersion, saveDraft } from '#server/scripts/actions.ts';
import type { ScriptContract, ScriptOwner, ScriptSource, ScriptVersion } from '#server/scripts/contract.ts';

export type Script<C extends ScriptContract = ScriptContract> = ReturnType<typeof useScript<C>>;
type Mapping = ScriptSource['mapping'];

export interface KeptScript<C extends ScriptContract> {
  owner: ScriptOwner;
  /** Contracts that it may keep, the usual one first. */
  contracts: readonly [C, ...C[]];
  /** Newest first; the draft, if any, comes first. */
  versions: readonly ScriptVersion[];
  /** What the editor opens. */
  editing: ScriptSource | null;
}

/** What stands in the editor against what is stored; saving, publishing, going back. */
export function useScript<C extends ScriptContract>({ owner, contracts, versions, editing }: KeptScript<C>) {
  const t = useTranslations('scripts.editor');
  const act = useAct();
  const router = useRouter();
  const words = useRefusalWords();
  const [source, setSource] = useState(editing?.source ?? '');
  const [mapping, setMapping] = useState<Mapping>(editing?.mapping ?? {});
  const [kept, setKept] = useState({ source, mapping: JSON.stringify(mapping) });
  const [draft, setDraft] = useState(() => versions.find((version) => !version.publishedAt) ?? null);
  /** Counts the texts that were put into the editor: what holds state of its own begins anew. */
  const [opened, setOpened] = useState(0);
  /** The version whose publishing is being looked at. */
  const [reviewing, setReviewing] = useState<{ id: string; number: number } | null>(null);
  const [pending, setPending] = useState<'save' | 'publish' | null>(null);
  const dirty = source !== kept.source || JSON.stringify(mapping) !== kept.mapping;
  const contract: C = contracts.find((one) => one === editing?.contract) ?? contracts[0];
  useUnsavedGuard(dirty);

  /** The version that holds what stands in the editor. */
  async function save(): Promise<{ id: string; number: number } | null> {
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
    return { id, number };
  }

  async function publish(version: { id: string; number: number }, done: string): Promise<boolean> {
    const before = versions.find((one) => one.current);
    const answer = await act(publishVersion({ owner, versionId: version.id }), {
      done,
      stale: [['flows']],
      undo:
        before && before.id !== version.id
          ? {
              label: t('undo', { number: before.number }),
              run: () => void publish(before, t('backDone', { number: before.number })),
            }
          : undefined,
    });
    if (answer.ok && version.id === draft?.id) setDraft(null);
    return answer.ok;
  }

  const busy = async <T>(what: 'save' | 'publish', run: () => Promise<T>): Promise<T> => {
    setPending(what);
    const answer = await run();
    setPending(null);
    router.refresh();
    return answer;
  };

  return {
    owner,
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
        if (saved) toast({ title: t('saved', { number: saved.number }) });
      }),
    reviewing,
    stopReview: () => setReviewing(null),
    /** Saves what stands in the editor and shows what publishing it would do. */
    review: () =>
      busy('save', async () => {
        const version = dirty || !draft ? await save() : { id: draft.id, number: draft.number };
        if (version) setReviewing(version);
      }),
    confirmPublish: () =>
      busy('publish', async () => {
        if (!reviewing) return;
        if (await publish(reviewing, t('publishedNow', { number: reviewing.number }))) setReviewing(null);
      }),
    goBack: (version: ScriptVersion) =>
      busy('publish', () => publish(version, t('backDone', { number: version.number }))),
    open: async (version: ScriptVersion) => {
      try {
        const read = await readJson<ScriptSource>(`/rows/${owner.kind}s/${owner.id}/versions/${version.id}`);
        setSource(read.source);
        setMapping(read.mapping);
        setOpened((count) => count + 1);
        toast({ title: t('restored', { number: version.number }), tone: 'info' });
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
