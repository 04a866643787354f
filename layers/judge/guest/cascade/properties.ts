// What is known of properties: which are inherited, what they are at first, and which names mean the same.

export const SIDES = ['top', 'right', 'bottom', 'left'] as const;
export const CORNERS = ['top-left', 'top-right', 'bottom-right', 'bottom-left'] as const;
export const KEYWORDS = new Set(['inherit', 'initial', 'unset', 'revert', 'revert-layer']);

export const INHERITED = new Set(
  `accent-color border-collapse border-spacing caption-side caret-color color color-scheme cursor direction empty-cells
  font-family font-size font-stretch font-style font-variant font-weight hyphens letter-spacing line-height list-style-image
  list-style-position list-style-type orphans overflow-wrap pointer-events quotes tab-size text-align text-indent text-shadow
  text-transform visibility white-space widows word-break word-spacing`.split(/\s+/),
);

const PLAIN: Record<string, string> = {
  display: 'inline', position: 'static', float: 'none', clear: 'none', visibility: 'visible', opacity: '1', 'z-index': 'auto',
  'box-sizing': 'content-box', width: 'auto', height: 'auto', 'min-width': 'auto', 'min-height': 'auto', 'max-width': 'none',
  'max-height': 'none', top: 'auto', right: 'auto', bottom: 'auto', left: 'auto',

  'flex-direction': 'row', 'flex-wrap': 'nowrap', 'flex-grow': '0', 'flex-shrink': '1', 'flex-basis': 'auto', order: '0',
  'justify-content': 'normal', 'align-items': 'normal', 'align-content': 'normal', 'align-self': 'auto',
  'justify-items': 'normal', 'justify-self': 'auto', 'row-gap': 'normal', 'column-gap': 'normal',
  'grid-template-columns': 'none', 'grid-template-rows': 'none', 'grid-template-areas': 'none', 'grid-auto-flow': 'row',
  'grid-auto-rows': 'auto', 'grid-auto-columns': 'auto', 'grid-row-start': 'auto', 'grid-row-end': 'auto',
  'grid-column-start': 'auto', 'grid-column-end': 'auto',

  color: 'rgb(0, 0, 0)', 'background-color': 'rgba(0, 0, 0, 0)', 'background-image': 'none', 'background-size': 'auto',
  'background-repeat': 'repeat', 'background-position': '0% 0%', 'object-fit': 'fill', 'aspect-ratio': 'auto', filter: 'none',
  'box-shadow': 'none', 'text-shadow': 'none', transform: 'none', 'outline-style': 'none', 'outline-width': 'medium',
  'outline-color': 'currentcolor',

  'font-size': '16px', 'font-weight': '400', 'font-style': 'normal', 'font-family': 'serif', 'line-height': 'normal',
  'text-align': 'start', 'text-transform': 'none', 'text-decoration-line': 'none', 'text-decoration-style': 'solid',
  'text-decoration-color': 'currentcolor', 'text-overflow': 'clip', 'letter-spacing': 'normal', 'white-space': 'normal',
  'vertical-align': 'baseline', 'word-break': 'normal', 'overflow-wrap': 'normal', content: 'normal',

  'list-style-type': 'disc', 'list-style-position': 'outside', 'list-style-image': 'none', 'border-collapse': 'separate',
  'table-layout': 'auto', 'overflow-x': 'visible', 'overflow-y': 'visible', 'scroll-behavior': 'auto', cursor: 'auto',
  'pointer-events': 'auto', 'user-select': 'auto',

  'transition-property': 'all', 'transition-duration': '0s', 'transition-delay': '0s', 'transition-timing-function': 'ease',
  'animation-name': 'none',
};

/** The value of a property that nothing sets. */
export const INITIAL: Record<string, string> = {
  ...PLAIN,
  ...Object.fromEntries(SIDES.flatMap(side => [
    [`margin-${side}`, '0px'], [`padding-${side}`, '0px'],
    [`border-${side}-width`, 'medium'], [`border-${side}-style`, 'none'], [`border-${side}-color`, 'currentcolor'],
  ])),
  ...Object.fromEntries(CORNERS.map(corner => [`border-${corner}-radius`, '0px'])),
};

const SIDE_OF: Record<string, string> = {
  'inline-start': 'left', 'inline-end': 'right', 'block-start': 'top', 'block-end': 'bottom',
};

/** Names that mean another property in text that runs from left to right, and old names. */
export const ALIASES: Record<string, string> = {
  ...Object.fromEntries(Object.entries(SIDE_OF).flatMap(([logical, side]) => [
    ...['margin', 'padding', 'border'].map(name => [`${name}-${logical}`, `${name}-${side}`]),
    [`inset-${logical}`, side],
  ])),
  'inline-size': 'width', 'block-size': 'height', 'max-inline-size': 'max-width', 'min-inline-size': 'min-width',
  'max-block-size': 'max-height', 'min-block-size': 'min-height',
  'grid-row-gap': 'row-gap', 'grid-column-gap': 'column-gap', 'word-wrap': 'overflow-wrap',
};
