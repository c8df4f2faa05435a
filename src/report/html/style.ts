/** The look of a report: one column, light and dark as the reader has chosen, light on paper. */
export const style = `
:root{--paper:#fff;--panel:#f5f6f8;--ink:#171c23;--soft:#586170;--line:#dde1e7;--imported:#2163c9;--updated:#b26a00;--unchanged:#4f8a85;--skipped:#a3acb8;--failed:#c42a3a;--gone:#7c5bb0;--before:#c3cad4;--good:#1d7a46;--latency:#5b8bd6;--rate:#c98a1b;--database:#7c5bb0;--discovery:#4f8a85;--paused:#a3acb8}
@media screen and (prefers-color-scheme:dark){:root{--paper:#11151a;--panel:#1a2027;--ink:#e7ebf0;--soft:#9ba6b4;--line:#2d3641;--imported:#6ea5f8;--updated:#e3a548;--unchanged:#72b5ae;--skipped:#667282;--failed:#ff7882;--gone:#b698e4;--before:#465160;--good:#62c48f;--latency:#4d7fcb;--rate:#d59d3c;--database:#a483d6;--discovery:#63a69f;--paused:#667282}}
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:66rem;margin:0 auto;padding:0 1.5rem}
header{padding:2.5rem 0 .5rem}
footer{padding:1rem 0 2.5rem;color:var(--soft);font-size:.875rem;border-top:1px solid var(--line)}
h1{font-size:2rem;line-height:1.2;margin:.25rem 0 .75rem;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:0 0 .5rem}
h3{font-size:1rem;margin:0;display:inline}
details+h3{display:block;margin-top:1rem}
section{padding:1.5rem 0}
section+section{border-top:1px solid var(--line)}
p{margin:.25rem 0}
code{font:.9em ui-monospace,Consolas,Menlo,monospace}
.brand,.lead,.unit,.none{color:var(--soft)}
.brand{font-size:.875rem;margin:0}
.lead{margin-bottom:1rem;max-width:48rem}
.unit{font-size:.875rem;font-weight:400}
.state{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;color:var(--soft)}
.badge{display:inline-block;padding:.05rem .6rem;border-radius:1rem;border:1px solid currentColor;font-size:.875rem;white-space:nowrap}
.badge.good{color:var(--good)}.badge.warn{color:var(--updated)}.badge.bad{color:var(--failed)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.75rem,1fr));gap:.75rem;margin:0}
.tile{background:var(--panel);border-radius:.5rem;padding:.75rem 1rem}
.tile dt{color:var(--soft);font-size:.875rem}
.tile dd{margin:0}
.tile b{display:block;font-size:1.375rem;line-height:1.25;font-weight:600;white-space:nowrap}
.tile span{color:var(--soft);font-size:.8125rem;line-height:1.3;display:block}
.tile.bad b{color:var(--failed)}
.bar{display:flex;height:1.25rem;border-radius:.25rem;overflow:hidden;gap:1px}
.bar i{min-width:3px;flex:0 1 0}
.legend{list-style:none;margin:.6rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;font-size:.875rem;color:var(--soft)}
.legend b{color:var(--ink);font-weight:600}
.swatch{display:inline-block;width:.75rem;height:.75rem;border-radius:.15rem;margin-right:.4rem;vertical-align:-.05rem}
.key{font-size:.875rem;color:var(--soft);margin-left:1rem;white-space:nowrap}
.imported{--tone:var(--imported)}.updated{--tone:var(--updated)}.unchanged{--tone:var(--unchanged)}.skipped{--tone:var(--skipped)}.failed{--tone:var(--failed)}.gone{--tone:var(--gone)}.before{--tone:var(--before)}
.limit-latency{--tone:var(--latency)}.limit-rate{--tone:var(--rate)}.limit-database{--tone:var(--database)}.limit-discovery{--tone:var(--discovery)}.limit-api{--tone:var(--failed)}.limit-paused{--tone:var(--paused)}.limit-unknown{--tone:var(--soft)}
.swatch,.bar i{background:var(--tone)}
figure{margin:0 0 1.75rem}
figcaption{margin-bottom:.6rem}
.plot{position:relative;margin-left:3.25rem;padding-bottom:1.6rem}
.plot svg{display:block;width:100%;height:10rem;overflow:visible}
.plot.band svg{height:1.5rem}
.grid{stroke:var(--line);fill:none;vector-effect:non-scaling-stroke}
.line{fill:none;stroke:var(--tone);stroke-width:1.75;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.area{fill:var(--tone);opacity:.16;stroke:none}
path.limit{fill:var(--tone)}
.y span,.x span{position:absolute;font-size:.75rem;line-height:1;color:var(--soft);white-space:nowrap}
.y{position:absolute;left:-3.25rem;width:2.75rem;top:0;height:10rem}
.y span{right:0;transform:translateY(50%)}
.x{position:relative;height:0}
.x span{top:.5rem;transform:translateX(-50%)}
details{margin-top:.5rem}
summary{cursor:pointer;color:var(--soft);font-size:.875rem}
.scroll{overflow-x:auto;margin:.75rem 0}
details .scroll{max-height:24rem;overflow-y:auto}
.scroll:focus-visible,summary:focus-visible{outline:2px solid var(--imported);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.875rem}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:.4rem .75rem;border-bottom:1px solid var(--line);vertical-align:top;text-align:left;font-weight:400}
thead th{color:var(--soft);white-space:nowrap}
th:first-child,td:first-child{padding-left:0}
.number{text-align:right;white-space:nowrap}
tbody th{white-space:nowrap}
td.text{overflow-wrap:anywhere;min-width:8rem}
.kind{margin:0 0 1.25rem}
.kind ul{margin:.4rem 0 0;padding-left:1.1rem;font-size:.9375rem;overflow-wrap:anywhere}
.kind li{margin-bottom:.35rem}
.count{background:var(--panel);border-radius:1rem;padding:.05rem .6rem;font-weight:600;color:var(--failed)}
.bars{list-style:none;padding:0;margin:.5rem 0 1rem;font-size:.875rem}
.bars li{display:flex;align-items:center;gap:.6rem;margin:.2rem 0}
.bars span{flex:0 0 min(16rem,40%);overflow-wrap:anywhere}
.bars i{height:.7rem;border-radius:.15rem;background:var(--updated)}
.map{max-width:46rem;margin-inline:auto}
.ground{position:relative;width:100%;background:var(--panel);border-radius:.5rem;overflow:hidden}
.ground svg{display:block;width:100%;height:100%}
.dots path{stroke:var(--tone);stroke-linecap:round;fill:none}
.place{position:absolute;transform:translate(-50%,-50%);font-size:.8125rem;font-weight:600;line-height:1.2;white-space:nowrap;text-shadow:0 0 3px var(--paper),0 0 3px var(--paper),0 0 6px var(--paper),0 0 6px var(--paper)}
.scale{position:absolute;left:1rem;bottom:.75rem;border:solid var(--soft);border-width:0 1px 1px;height:1.4rem;font-size:.75rem;text-align:center;color:var(--soft);white-space:nowrap}
.options{margin:0;display:grid;gap:.25rem;font-size:.9375rem}
.options div{display:grid;grid-template-columns:8rem 1fr;gap:1rem}
.options dt{color:var(--soft)}
.options dd{margin:0;overflow-wrap:anywhere}
@media (max-width:40rem){main{padding-left:1rem;padding-right:1rem}header{padding-top:1.5rem}h1{font-size:1.5rem}.minor{display:none}.tiles{grid-template-columns:1fr 1fr}.tile{padding:.6rem .75rem}.tile b{font-size:1.25rem}.key{margin-left:.5rem}.plot{margin-left:2.5rem}.y{left:-2.5rem;width:2.1rem}.options div{grid-template-columns:6rem 1fr}}
@media print{body{font-size:11pt}main{max-width:none;padding:0}section,figure,.tile,.kind,tr{break-inside:avoid}section:has(table){break-inside:auto}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}details{display:none}details.told{display:block}details.told::details-content{content-visibility:visible;block-size:auto}details .scroll{max-height:none}.scroll{overflow:visible}}
`;
