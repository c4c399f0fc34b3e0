const width = 800;
const left = 340;
const rowHeight = 34;
const top = 44;
const escape = (text) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);

/**
 * Bars of ratios (median, a whisker from least to greatest, a tick at the goal) as an SVG without background, in colours that can be read
 * on white as well as on black, and that follow the reader's scheme.
 */
export function chart(bars) {
  const most = Math.max(1, ...bars.map(({ max, goal }) => Math.max(max, goal ?? 0)));
  const x = (value) => left + (value / most) * (width - left - 90);
  const height = top + bars.length * rowHeight + 34;
  const rows = bars.map(({ name, goal, median, min, max }, index) => {
    const y = top + index * rowHeight;
    const middle = y + 10;
    return `  <g>
    <text x="${left - 10}" y="${y + 15}" text-anchor="end">${escape(name)}</text>
    <rect class="bar" x="${left}" y="${y}" width="${(x(median) - left).toFixed(1)}" height="20" rx="2"/>
    <path class="line" d="M${x(min).toFixed(1)} ${middle}H${x(max).toFixed(1)}M${x(min).toFixed(1)} ${middle - 4}v8M${x(max).toFixed(1)} ${middle - 4}v8"/>${
      goal === undefined ? '' : `\n    <path class="goal" d="M${x(goal).toFixed(1)} ${y - 4}v28"/>`
    }
    <text x="${(x(max) + 8).toFixed(1)}" y="${y + 15}">${median.toFixed(2)}×</text>
  </g>`;
  });
  const bottom = top + bars.length * rowHeight;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Throughput of Samenspel as a share of its peer's">
  <style>
    text { font: 13px system-ui, sans-serif; fill: #6e7781 }
    .title { font-weight: 600 }
    .bar { fill: #3f83c4 }
    .line, .peer { stroke: #6e7781; fill: none; stroke-width: 1.5 }
    .peer { stroke-dasharray: 3 3 }
    .goal { stroke: #d1742f; stroke-width: 3 }
    @media (prefers-color-scheme: dark) {
      text { fill: #b1bac4 }
      .line, .peer { stroke: #b1bac4 }
    }
  </style>
  <text class="title" x="10" y="20">Throughput as a share of the plain peer's (1× = the peer)</text>
  <path class="peer" d="M${x(1).toFixed(1)} ${top - 8}V${bottom}"/>
${rows.join('\n')}
  <path class="goal" d="M10 ${bottom + 8}v16"/>
  <text x="20" y="${bottom + 21}">the goal; whiskers: least and greatest of the rounds</text>
</svg>
`;
}
