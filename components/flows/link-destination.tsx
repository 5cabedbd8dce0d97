'use client';
import { useQuery } from '@tanstack/react-query';
import Link2 from 'lucide-react/icons/link-2';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button, ButtonLink, type ButtonSize, type ButtonVariant } from '#components/ui/button.tsx';
import { Combobox, type ComboboxOption } from '#components/ui/combobox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { type Openable, useOpen } from '#components/ui/use-open.ts';
import type { DestinationListItem } from '#server/destinations/contract.ts';
import { linkDestination } from '#server/flows/actions.ts';
import type { Flow } from '#server/flows/contract.ts';
import { flowKeys, LINK_STALE } from './queries.ts';

export interface LinkProps extends Openable {
  flow: Pick<Flow, 'id' | 'name'>;
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
}

export function LinkDestinationDialog({ flow, variant, size, ...openable }: LinkProps) {
  const t = useTranslations('flows.destinations');
  const dialog = useOpen(
    openable,
    <Button variant={variant} size={size} icon={<Link2 aria-hidden="true" />}>
      {t('link')}
    </Button>,
  );
  return (
    <Dialog {...dialog} size="sm" title={t('pickTitle')} description={t('pickLead', { name: flow.name })}>
      <DestinationPicker flow={flow} onLinked={() => dialog.onOpenChange(false)} />
    </Dialog>
  );
}

function DestinationPicker({ flow, onLinked }: { flow: Pick<Flow, 'id' | 'name'>; onLinked: () => void }) {
  const t = useTranslations('flows.destinations');
  const act = useAct();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ComboboxOption | null>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const { options, searching, more } = useOtherDestinations(flow.id, useDeferredValue(text));
  const link = async () => {
    if (!chosen) return;
    setPending(true);
    const answer = await act(linkDestination({ flowId: flow.id, destinationId: chosen.value }), {
      done: t('linked', { name: chosen.label }),
      stale: LINK_STALE,
      quiet: true,
    });
    setPending(false);
    if (answer.ok) onLinked();
    else setRefusal(answer.words);
  };
  return (
    <div className="flex flex-col gap-4">
      {refusal ? <Banner kind="bad" title={refusal} /> : null}
      <Combobox
        label={t('choose')}
        hint={t('chooseHint')}
        options={options}
        value={chosen}
        onValueChange={setChosen}
        onSearch={setText}
        searching={searching}
        more={more}
        emptyText={t('allLinked')}
      />
      <div className="flex flex-wrap justify-between gap-2">
        <ButtonLink href={`/manager/destinations/new?flow=${flow.id}`} icon={<Plus aria-hidden="true" />}>
          {t('new')}
        </ButtonLink>
        <Button variant="primary" disabled={!chosen} pending={pending} onClick={() => void link()}>
          {t('pick')}
        </Button>
      </div>
    </div>
  );
}

function useOtherDestinations(flowId: string, text: string) {
  const { data, isFetching } = useQuery({
    queryKey: [...flowKeys.one(flowId), 'other-destinations', text],
    queryFn: ({ signal }) =>
      fetchRows<DestinationListItem>(
        'destinations',
        { q: text.trim() || undefined, filters: [{ field: 'flow', op: 'not', value: flowId }], limit: 50 },
        signal,
      ),
  });
  const options: ComboboxOption[] = (data?.rows ?? []).map(({ id, name, kind }) => ({
    value: id,
    label: name,
    hint: kind,
  }));
  return { options, searching: isFetching, more: Boolean(data?.next) };
}
