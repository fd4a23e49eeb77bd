// A slip as it is printed: black on white, one CSS pixel a dot, on 80 mm (576 dots) or 58 mm (384 dots) paper; and the same
// on pages of A5 or A4.

import type { PageMedia, Slip, SlipBlock } from '../../../preload/contract/studio.ts';
import { Amounts } from './amounts.tsx';
import { Bars } from './bars.tsx';
import { FigureTable } from './figure-table.tsx';
import { Pattern } from './pattern.tsx';
import { SlipQr } from './slip-qr.tsx';
import type { LogoPicture } from './logo.ts';
import { RegisterTable } from './register-table.tsx';
import styles from './slip.module.css';

export function SlipDrawing({ slip, dots, logo }: { slip: Slip; dots: number; logo?: LogoPicture }) {
  return (
    <article className={styles.slip} data-form={slip.form} data-narrow={dots < 500 ? '' : undefined} style={{ inlineSize: `${dots}px` }} lang={slip.language} aria-label={slip.title}>
      {slip.copy && <p className={styles.copy}>{slip.language === 'vi' ? 'BẢN SAO' : 'BẢN SAO · COPY'}</p>}
      {slip.blocks.map((block, index) => (
        <Block key={index} block={block} dots={dots} slip={slip} onPage={false} {...(logo && { logo })} />
      ))}
    </article>
  );
}

/** As wide as the page between its margins; the printing breaks it into pages. */
export function PageDrawing({ slip, media, logo }: { slip: Slip; media: PageMedia; logo?: LogoPicture }) {
  return (
    <article className={`${styles.slip} ${styles.page}`} data-form={slip.form} data-media={media} lang={slip.language} aria-label={slip.title}>
      {slip.copy && <p className={styles.copy}>{slip.language === 'vi' ? 'BẢN SAO' : 'BẢN SAO · COPY'}</p>}
      {slip.blocks.map((block, index) => (
        <Block key={index} block={block} dots={QR_ON_PAGE} slip={slip} onPage {...(logo && { logo })} />
      ))}
    </article>
  );
}

/** A QR of a quarter of an A5 page's width, in CSS pixels. */
const QR_ON_PAGE = 150;

/** CSS pixels a millimetre: of a page by definition, of a receipt printer by its dots. */
const PIXELS_PER_MM = { page: 96 / 25.4, roll: 8 };

type BlockProps = { block: SlipBlock; dots: number; slip: Slip; onPage: boolean; logo?: LogoPicture };

function Block({ block, dots, slip, onPage, logo }: BlockProps) {
  switch (block.kind) {
    case 'head':
      return (
        <div className={styles.head}>
          <div>
            {logo && <Logo logo={logo} />}
            <p>{block.parent}</p>
            <p className={styles.strong}>{block.unit}</p>
          </div>
          <div>
            <p className={styles.strong}>{block.nation}</p>
            <p className={styles.motto}>{block.motto}</p>
          </div>
        </div>
      );
    case 'logo':
      return logo ? <Logo logo={logo} /> : null;
    case 'heading':
      return <p className={styles[`heading${block.level}`]}>{block.text}</p>;
    case 'text':
      return <p className={[styles.text, block.align === 'centre' ? styles.centre : '', block.emphasis ? styles[block.emphasis] : ''].join(' ')}>{block.text}</p>;
    case 'pair':
      return (
        <p className={block.emphasis === 'strong' ? `${styles.pair} ${styles.strongPair}` : styles.pair}>
          <span className={styles.label}>{block.label}</span>
          <span className={styles.value}>{block.value}</span>
        </p>
      );
    case 'list':
      return (
        <ul className={styles.list}>
          {block.items.map((item, index) => (
            <li key={index}>{item}</li>
          ))}
        </ul>
      );
    case 'amounts':
      return <Amounts lines={block.lines} total={block.total} />;
    case 'register':
      return <RegisterTable columns={block.columns} rows={block.rows} />;
    case 'code':
      return (
        <div className={styles.code}>
          <p className={styles.label}>{block.label}</p>
          <p className={styles.codeValue}>{block.code}</p>
        </div>
      );
    case 'qr':
      return <SlipQr data={block.data} caption={block.caption} dots={dots} />;
    case 'table':
      return <FigureTable head={block.head} rows={block.rows} />;
    case 'bars':
      return <Bars caption={block.caption} parts={block.parts} bars={block.bars} />;
    case 'rule':
      return <hr className={styles.rule} />;
    case 'pattern':
      return onPage ? <Pattern width={400} unit={PIXELS_PER_MM.page} lengthMm={100} /> : <Pattern width={dots - 40} unit={PIXELS_PER_MM.roll} lengthMm={40} />;
    case 'signatures':
      return (
        <div className={styles.signatures} lang={slip.language}>
          <p>{block.left}</p>
          <p>{block.right}</p>
        </div>
      );
  }
}

function Logo({ logo: { src, width, height } }: { logo: LogoPicture }) {
  return <img className={styles.logo} src={src} width={width} height={height} alt="" decoding="sync" />;
}
