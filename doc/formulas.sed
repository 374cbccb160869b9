# A page with GitHub's anchors and formulas, $...$ and fences of math, as Doxygen takes them. Indented code stays as it is.
/^##/ {
  # The heading's anchor: small letters, hyphens for spaces.
  h
  s/^#* //
  s/.*/\L&/
  s/[^a-z0-9 -]//g
  s/ /-/g
  s/.*/ {#&}/
  x
  G
  s/\n//
}
/^```math$/,/^```$/ {
  s/^```math$/\\f[/
  s/^```$/\\f]/
  b
}
/^    /b
s/\$\([^$]*\)\$/\\f$\1\\f$/g
s|\[[^]]*\](\.\./modules/zoom/include/opencv2/zoom)|@ref zoom|
