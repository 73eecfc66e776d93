"""Chinese: family name first, one name in pinyin, Wade-Giles, Cantonese or characters, an English name beside it."""

from __future__ import annotations

from tests.casework.people.draws import Draw, Parts

FAMILY = """Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie
Song Tang Deng Han Feng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen
Yao Zhong Qiu Hou Bai Qin Xue Yan Lei Fang Kong Mo"""
SYLLABLES = """Wei Fang Xiu Ying Na Min Jing Li Qiang Lei Jun Yang Yong Yan Jie Juan Tao Ming Chao Xia Ping Gang
Gui Hua Mei Ling Xin Yi Zi Han Hao Yu Xuan Chen Jia Qi Rui Ze Kai Bo Wen Hui Feng Peng Fei Xiang Zhi Guo Dong
Liang Shan Shu Zhen Chun Qing Lan Ting Yuan Tian Shi Cheng Sheng Jian Bin Rong Xiao Hong"""
WRITTEN = """Wang: Wong Ong
Li: Lee Lei
Zhang: Chang Cheung Teo
Liu: Lau Low
Chen: Chan Ch'en Tan
Yang: Yeung Young
Huang: Wong Hwang Ng
Zhao: Chao Chiu
Wu: Ng Woo
Zhou: Chou Chow Jow
Xu: Hsu Tsui Shu
Sun: Suen Soon
Zhu: Chu Jue
Hu: Woo Wu
Guo: Kuo Kwok Quo
He: Ho
Lin: Lam Lim
Gao: Kao Ko
Luo: Lo Law
Zheng: Cheng Cheung
Liang: Leung Leong
Xie: Hsieh Tse
Song: Sung Soong
Deng: Teng Tang
Feng: Fung
Cao: Tsao Cho
Zeng: Tseng Tsang
Xiao: Hsiao Siu
Dong: Tung
Pan: Poon Pun
Cai: Tsai Choi Chua
Jiang: Chiang Keung
Yu: Yue Yee
Ye: Yeh Yip
Lu: Luk Loo
Qiu: Chiu Yau
Zhong: Chung
Yuan: Yuen
Xin: Hsin Sin
Xiang: Hsiang
Zhi: Chih Jr
Jian: Chien Gian
Guo2: Kwok
Qiang: Chiang Keung
Jia: Chia Ka
Xiao2: Siu
Ze: Tse
Qi: Chi Ki
Rui: Jui
Rong: Jung Wing
Bo: Po
Peng: P'eng Pang
Hui: Wai Hwei
Jie: Chieh
Jun: Chun
Ming: Min
Mei: May Mui
Ling: Lin
Hong: Hung
Yong: Yung Wing
Jing: Ching King
Qing: Ching Hing
Shu: Shuk
Wen: Man"""
BY_EAR = "zh>j x>sh q>ch c>ts zh>z x>s ang>an eng>en ing>in ao>ow ou>o ui>wei i>ee n>ng"
ENGLISH = "Kevin Jason Amy Vivian Tony Cindy David Grace Eric Peter Winnie Alan Jenny Simon Karen Raymond"
CHARACTERS = """Wang 王
Li 李
Zhang 张
Liu 刘
Chen 陈
Yang 杨
Huang 黄
Zhao 赵
Wu 吴
Zhou 周
Xu 徐
Sun 孙
Ma 马
Zhu 朱
Guo 郭
Lin 林
Gao 高
Luo 罗
Zheng 郑
Liang 梁
Xie 谢
Wei 伟
Fang 芳
Xiu 秀
Ying 英
Na 娜
Min 敏
Jing 静
Qiang 强
Lei 磊
Jun 军
Yong 勇
Jie 杰
Juan 娟
Tao 涛
Ming 明
Xia 霞
Ping 平
Mei 美
Ling 玲
Xin 欣
Hao 浩
Yu 宇
Xuan 轩
Jia 佳
Wen 文
Hua 华
Hong 红"""


def full(draw: Draw) -> Parts:
    syllables = [draw.often(SYLLABLES) for _ in range(1 if draw.one_in(5) else 2)]
    called = draw.pick(ENGLISH) if draw.one_in(5) else ""
    return Parts(given=syllables, family=[draw.often(FAMILY)], called=called, family_first=True, joined=True)
