/** Pregnancy, birth, babies and children. */
export const family = `
# state
pregnant = pregnant | pregnancy | im expecting | weeks gone | positive test | pregnancy test
  positive | due in | (1/2/3/4/5/6/7/8/9) months pregnant | first trimester | second trimester |
  third trimester | trimester | with child | 20 week scan | antenatal | midwife | due date |
  bump | 29+3 | weeks gestation | maternity | carrying twins | expecting (a baby/twins) | months
  gone
not-pregnant = not pregnant | isnt pregnant | could not be pregnant
could-be-pregnant = period +4 late | late period | missed +3 period | might be pregnant | could
  be pregnant | trying for a baby | ivf | coil | think im pregnant | positive test
postpartum = gave birth | had (my/a/the/our/her) baby | just had a baby | after birth | post
  partum | postpartum | after (c section/caesarean/csection/delivery) | since (delivery/birth/
  the birth/giving birth) | new mum | postnatal | c section | caesarean | cesarean | delivered
  +4 (days/weeks) ago | breastfeeding | had a baby | days after having | week after birth | my
  baby is born | had baby
newborn = newborn | new born | days old | day old | (1/2/3/4/5/6/7/8/9/10/11/12) (weeks/week)
  old | new baby | one week old | two week old | three week old | four week old | five week old
  | six week old | seven week old | eight week old | (one/two/three/four/five/six/seven/eight)
  weeks | preemie | premature baby | neonate | (1/2) month old | one month old | two month old |
  1 month | 2 months old
baby = baby | infant | bubba | bub | little one | lo | newborn | babe | months old | month old |
  twin | bubs
child = child | toddler | kid | son | daughter | little boy | little girl | boy | girl |
  teenager | teen | my lad | my youngest | my eldest | grandson | granddaughter | nephew | niece
  | year old | kiddo | tot | kids | children
# symptom
waters-gone = waters +3 (gone/broke/broken/leaking/went/green/brown) | water broke | leaking
  fluid | gush of (water/fluid) | something leaking | fluid +3 leaking | waters | trickling
  fluid | meconium
contractions = contraction | contractions | tightenings | tightening | labour pains | labor
  pains | in labour | in labor | period type cramps | cramps coming and going | need to push |
  feel like i need to push | labour | pains every | coming every (few/5/4/3/6/7/8/10) | bearing
  down | baby is coming | crowning | cramping regularly
push-now! = need to push | want to push | head is coming | see the head | baby is coming | cord
  coming out | see the cord | cord +3 (out/coming/visible) | crowning | cord prolapse | feet
  coming first
baby-still! = (baby/babies/bump/bub/he/she/him/her) >4 (hasnt moved/not moved/not moving/isnt
  moving/stopped moving/no movement/not kicking/stopped kicking/moving less/much quieter/quieter
  than normal/moved less/hasnt kicked/hasnt moved much/barely moved/quiet today/barely felt/not
  felt/havent felt/cant feel/less active/slowed down/not as active) | no (kicks/movement/
  movements) | reduced (movement/movements) | fewer (kicks/movements) | cant feel baby | havent
  felt +4 (move/kick/movement) | barely felt (him/her/it) | cant feel +4 moving | less movement
  | fewer movements | not felt +3 (move/kick) | movements +4 (less/slowed/changed/reduced/fewer)
  | kicks +3 (less/fewer/stopped) | hasnt kicked | not much movement | baby is quiet
blood-loss-pregnant = spotting | bleeding | {bleeding-now} | clots | brown discharge |
  miscarriage | miscarrying
swollen-hands = {hand} +4 {swell} | {face} +4 {swell} | hands are puffy | rings +3 tight |
  swollen face
rib-pain = {pain} +4 (under/below) +3 (ribs/rib) | {pain} +4 upper tummy | epigastric
floppy = floppy | limp | lifeless | like a rag doll | ragdoll | no tone | wont hold his head |
  not moving much | flopped | flopping | floppiness
dry-child = (no/not/hasnt had/havent had/hasnt/fewer) >4 (wet nappy/nappy/nappies/wee/wet
  nappies) | dry (nappy/nappies/nappys) | no wet +2 nappy | sunken +2 (eyes/fontanelle/soft
  spot) | no tears | {fontanelle} +4 (sunk/sunken/sinking/dipped) | dry mouth | dehydrated |
  dehydration | eyes +2 sunken | not weed +3 (hours/day/all day) | mouth +2 dry | looks sunk in
bulging-spot = {fontanelle} +4 (bulging/swollen/raised/sticking up/full/bulge)
odd-cry = high pitched cry | cry +3 (weak/odd/strange/high pitched/funny/different) | moaning |
  whimpering | wont stop crying | inconsolable | crying nonstop | screaming +4 (legs up/pulling
  his legs) | pulling +3 legs up | cant properly cry | cant cry | shrieking | cant be settled
cold-baby = (35/34) degrees | low temperature | feels cold | cold to touch
febrile-word = febrile convulsion | febrile seizure
child-unwell = not himself | not herself | not right | isnt right | really unwell | seriously
  ill | very unwell | really ill | so ill | very ill | looks awful | looks terrible | looks ill
  | something is wrong | feel awful | feels awful | feel terrible | feels terrible | feel
  dreadful | feel rough | feels rough | not well | unwell | feel so ill | im ill | poorly |
  rough | under the weather | feels really bad | feel really bad | dont feel right | feel wrong
  | wobbly | shaky
non-mobile = rolled off | fell off the (bed/sofa/changing table/couch) | dropped the baby | fell
  out of (cot/bed)
`;
