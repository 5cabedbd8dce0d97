import { PageSkeleton } from '#components/frame/page-skeleton.tsx';

export default PageSkeleton;
