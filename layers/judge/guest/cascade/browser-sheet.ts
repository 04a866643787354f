// What a browser's own style sheet says, as far as a check may ask.

export const BROWSER_SHEET = `
html,body,address,article,aside,blockquote,center,dd,details,dialog,dir,div,dl,dt,fieldset,figcaption,figure,footer,form,
h1,h2,h3,h4,h5,h6,header,hgroup,hr,legend,main,menu,nav,ol,p,pre,search,section,ul,summary,optgroup,option{display:block}
area,base,basefont,datalist,head,link,meta,noembed,noframes,param,script,style,template,title,noscript,dialog:not([open]),
[hidden],[popover]:not(:popover-open),input[type=hidden]{display:none}
li{display:list-item}
table{display:table;border-spacing:2px;border-collapse:separate}
tr{display:table-row}
td,th{display:table-cell;padding:1px;vertical-align:inherit}
thead{display:table-header-group}
tbody{display:table-row-group}
tfoot{display:table-footer-group}
caption{display:table-caption;text-align:center}
th{font-weight:bold;text-align:center}
button,input,select,textarea,meter,progress{display:inline-block;font-size:13.3333px}
img,video,canvas,svg{display:inline}
button{text-align:center;background-color:#efefef;padding:1px 6px;box-sizing:border-box;border:2px outset}
input,select,textarea{background-color:#fff;border:2px inset}
input[type=submit],input[type=button],input[type=reset]{background-color:#efefef;box-sizing:border-box}
body{margin:8px}
h1{font-size:2em;margin:.67em 0;font-weight:bold}
h2{font-size:1.5em;margin:.83em 0;font-weight:bold}
h3{font-size:1.17em;margin:1em 0;font-weight:bold}
h4{margin:1.33em 0;font-weight:bold}
h5{font-size:.83em;margin:1.67em 0;font-weight:bold}
h6{font-size:.67em;margin:2.33em 0;font-weight:bold}
p,dl,ul,ol,menu{margin:1em 0}
blockquote,figure{margin:1em 40px}
ul,ol,menu{padding-left:40px}
ul{list-style-type:disc}
ol{list-style-type:decimal}
ul ul,ol ul{list-style-type:circle;margin-top:0;margin-bottom:0}
b,strong{font-weight:bold}
i,em,cite,dfn,var,address{font-style:italic}
code,kbd,samp,pre{font-family:monospace;font-size:13px}
small{font-size:13.3333px}
mark{background-color:yellow;color:black}
u,ins{text-decoration:underline}
s,del,strike{text-decoration:line-through}
a:any-link{color:rgb(0, 0, 238);text-decoration:underline;cursor:pointer}
pre{white-space:pre;margin:1em 0}
sub{vertical-align:sub}
sup{vertical-align:super}
fieldset{border:2px groove;margin:0 2px;padding:.35em .75em .625em}
dd{margin-left:40px}
hr{border:1px inset;margin:.5em auto}
dialog{position:absolute;background-color:white;color:black;padding:1em;border:solid;margin:auto}
abbr[title]{text-decoration:underline dotted}
`;
