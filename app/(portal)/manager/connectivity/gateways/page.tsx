import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { GatewayList, NewGateway } from '#components/lora-gateways/gateway-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadGateways } from '#server/lora-gateways/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lora.gateways'))('title') };
}

export default async function GatewaysPage() {
  const [t, gateways, may] = await Promise.all([
    getTranslations('lora.gateways'),
    loadGateways(),
    allowed('lora-gateways.update'),
  ]);
  const mayUpdate = may['lora-gateways.update'];
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={gateways.length}
        identifiers={<span className="max-w-prose">{t('lead')}</span>}
        actions={mayUpdate && gateways.length > 0 ? <NewGateway /> : null}
      />
      <GatewayList gateways={gateways} mayUpdate={mayUpdate} />
    </>
  );
}
