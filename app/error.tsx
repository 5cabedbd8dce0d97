'use client';
import { PageFailed } from '#components/frame/page-failed.tsx';

export default PageFailed;
